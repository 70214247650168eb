import { beforeEach, expect, it, vi } from 'vitest';

const brainResponse = vi.hoisted(() => vi.fn());
vi.mock('../../lib/server/brain/callback-response.ts', async (original) => ({
  ...(await original<object>()),
  brainResponse,
}));

const request = () => new Request('https://chat.example.com/api/brain', { method: 'POST' });
const brain = { BRAIN_APP_ID: 'app', BRAIN_APP_KEY: 'key', BRAIN_URL: 'https://chat.example.com/api/brain' };

/** The route reads its settings once. */
async function routeWith(settings: Record<string, string>) {
  vi.resetModules();
  for (const [name, value] of Object.entries({ ...brain, ...settings })) vi.stubEnv(name, value);
  return (await import('../../examples/brain-route.ts')).POST;
}

beforeEach(() => {
  vi.unstubAllEnvs();
  brainResponse.mockReset().mockResolvedValue(new Response('answer'));
});

it.each<[Record<string, string>, string[]]>([
  [{ AUTH_SECRET: 'old', AUTH_SECRET_1: 'new' }, ['new', 'old']],
  [{ NEXTAUTH_SECRET: 'older-name' }, ['older-name']],
])('the copied brain identifies users by every secret of the once-code route: %o', async (settings, secrets) => {
  const answer = await routeWith(settings);
  await answer(request());
  expect(brainResponse.mock.calls.map(([, setup]) => setup.secrets)).toEqual([secrets]);
});

it('logs where an error of its own comes from, and does not tell the caller', async () => {
  const route = await routeWith({ AUTH_SECRET: 'secret' });
  const { log } = await import('../../lib/server/log.ts'); // the one that the route has loaded
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
  brainResponse.mockRejectedValue(new TypeError('x is not a function'));
  const answer = await route(request());
  expect({ status: answer.status, body: await answer.text() }).toEqual({
    status: 500,
    body: expect.not.stringContaining('x is not'),
  });
  expect(logged.mock.calls).toMatchObject([
    [{ code: 'internal_error', reason: expect.stringContaining('x is not a function') }],
  ]);
});
