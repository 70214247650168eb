import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { GET } from './route';

const get = (name: string, headers: Record<string, string> = {}) =>
  GET(new Request('http://0.0.0.0:3000/r/x', { headers }), { params: Promise.resolve({ name }) });

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'registry-'));
  vi.spyOn(process, 'cwd').mockReturnValue(root);
});

it('serves a built item of the registry', async () => {
  mkdirSync(join(root, '.generated', 'r'), { recursive: true });
  writeFileSync(join(root, '.generated', 'r', 'digital-human.json'), '{"name":"digital-human"}');
  const answer = await get('digital-human.json');
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({ name: 'digital-human' });
});

it('gives the addresses of an item’s dependencies on the host that was requested', async () => {
  mkdirSync(join(root, '.generated', 'r'), { recursive: true });
  writeFileSync(join(root, '.generated', 'r', 'a.json'), '{"registryDependencies":["{registry}/b.json"]}');
  const addressesFrom = async (headers: Record<string, string>) =>
    (await (await get('a.json', headers)).json()).registryDependencies;
  expect(await addressesFrom({ host: 'localhost:3000' })).toEqual(['http://localhost:3000/r/b.json']);
  const behindProxy = { host: 'inner:3000', 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' };
  expect(await addressesFrom(behindProxy)).toEqual(['https://chat.example/r/b.json']);
});

it('answers 404 when the registry has not been built', async () => {
  expect((await get('digital-human.json')).status).toBe(404);
});

it.each(['../../.env', '..%2f.env', 'digital-human', 'a/b.json', '.json'])(
  'reads nothing but items: %s',
  async (name) => {
    writeFileSync(join(root, '.env'), 'SECRET=1');
    expect((await get(name)).status).toBe(404);
  },
);
