import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { secretsIn } from './secrets-in-output';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
  mkdirSync(join(folder, 'deep', 'server'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const envFile = { name: '.env', text: '', read: { HUAWEICLOUD_SDK_SK: 'key-of-the-machine', PORT: '3000' } };

it('finds a secret of a file or of the environment anywhere, and does not print it', () => {
  write('deep/server/chunk.js', 'const sk="key-of-the-machine"');
  write('page.js', 'auth-secret-ü-of-the-machine');
  const found = secretsIn(folder, [envFile], { NODE_ENV: 'test', AUTH_SECRET_1: 'auth-secret-ü-of-the-machine' });
  expect(found.toSorted()).toEqual(['deep/server/chunk.js holds HUAWEICLOUD_SDK_SK', 'page.js holds AUTH_SECRET_1']);
});

it('finds a file of settings with any content', () => {
  write('.env.production', '');
  expect(secretsIn(folder, [], { NODE_ENV: 'test' })).toEqual(['.env.production holds settings']);
});

it('accepts names of settings, and values that are not secret', () => {
  write('page.js', 'HUAWEICLOUD_SDK_SK 3000');
  expect(secretsIn(folder, [envFile], { NODE_ENV: 'test', AUTH_SECRET: 'short' })).toEqual([]);
});
