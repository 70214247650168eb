/** A body that is too large must not block its connection: behind a proxy the next request on it is another user's. */
import { Agent, request } from 'node:http';
import { signedIn } from '../scripts/test-user';
import { expect, test } from './fixtures';
import { appUrl, authSecret } from './stack';

interface Answered {
  status: number | undefined;
  isReused: boolean;
}

function send(agent: Agent, path: string, headers: Record<string, string>, body?: string): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(`${appUrl}${path}`, { agent, method, headers, timeout: 10_000 }, (answer) => {
      answer.resume().on('end', () => resolve({ status: answer.statusCode, isReused: sent.reusedSocket }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer from ${path}`))).on('error', reject);
    sent.end(body);
  });
}

const routes = {
  '/api/session/end': 'text/plain',
  '/api/session-report': 'application/json',
  '/api/feedback': 'application/json',
  '/api/answer': 'application/json',
  '/api/csp-report': 'application/csp-report',
  '/api/once-code': 'text/plain',
  '/api/brain?secret=0&time_stamp=0': 'application/json',
};

for (const [path, type] of Object.entries(routes)) {
  test(`after a body that is too large for ${path.split('?')[0]}, its connection answers the next request`, async ({
    user,
  }) => {
    const { headers } = await signedIn(user.id, authSecret, appUrl);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const large = await send(agent, path, { ...headers, 'content-type': type }, 'x'.repeat(1_000_000));
    expect(large.status).toBeLessThan(500);
    expect(await send(agent, '/api/health', {})).toEqual({ status: 200, isReused: true });
    agent.destroy();
  });
}
