/**
 * Fails when the client files contain server-only code: searches every built client file for parts of the emulator and
 * for the names and demo values of secrets. Run after `next build`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const forbidden = [
  // The emulator is never part of the app.
  'emulator-ak',
  'emulator-sk',
  'emulator_push',
  'x-emulator-sdk-fault',
  'sdk-voice',
  // Secrets, and the server code that uses them.
  'HUAWEICLOUD_',
  'AUTH_SECRET',
  'AUTH_GITHUB_SECRET',
  'AUTH_OIDC_SECRET',
  'REDIS_URL',
  'SDK-HMAC-SHA256',
  'X-Auth-Token',
  'X-App-UserId',
];

const folder = '.next/static';
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(js|css|map|json)$/.test(file),
);
if (files.length === 0) throw new Error(`${folder} holds no files: run \`npm run build\` first.`);

const found = files.flatMap((file) => {
  const text = readFileSync(join(folder, file), 'utf8').toLowerCase();
  return forbidden.filter((word) => text.includes(word.toLowerCase())).map((word) => `${file} holds ${word}`);
});
if (found.length > 0) {
  console.error(`Built client files hold what is not for browsers:\n  ${found.join('\n  ')}`);
  process.exit(1);
}
console.log(`Client files: ${files.length}, nothing of the emulator and no secret's name in them.`);
