import { afterEach, expect, test, vi } from 'vitest';
import { brainSetup } from '@/lib/server/brain/shared-setup';
import { POST } from './route';

vi.mock('@/lib/server/auth/current-user', () => ({ currentUser: async () => null }));
vi.mock('@/lib/server/brain/shared-setup', () => ({ brainSetup: vi.fn() }));

const ask = () => POST(new Request('http://localhost:3000/api/answer', { method: 'POST', headers: ownSite }));
const ownSite = { origin: 'http://localhost:3000', host: 'localhost:3000', 'sec-fetch-site': 'same-origin' };

afterEach(() => vi.mocked(brainSetup).mockReset());

test('without a brain the route answers 404 to a signed-out user, too', async () => {
  vi.mocked(brainSetup).mockReturnValue(null);
  expect((await ask()).status).toBe(404);
});

test('with a brain a signed-out user is answered 401', async () => {
  vi.mocked(brainSetup).mockReturnValue({} as ReturnType<typeof brainSetup>);
  expect((await ask()).status).toBe(401);
});
