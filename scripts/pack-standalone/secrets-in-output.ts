/** Searches every file of a folder for the values of secret settings, from `.env` files and the environment. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EnvFile } from '../doctor/examination';

/** By their names, which includes new ones. */
const SECRET_NAME = /(SECRET|_SK|PASSWORD|TOKEN|API_KEY|APP_KEY(_OLD)?|REDIS_URL|HTTPS_PROXY)(_\d)?$/;
/** A shorter value may match by chance. */
const MIN_LENGTH = 8;

/** @returns what it found and where, by the setting's name */
export function secretsIn(folder: string, envFiles: readonly EnvFile[], environment = process.env): string[] {
  const secrets = new Map<string, string>();
  for (const source of [environment, ...envFiles.map(({ read }) => read)]) {
    for (const [name, value = ''] of Object.entries(source))
      if (SECRET_NAME.test(name) && value.length >= MIN_LENGTH) secrets.set(value, name);
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
    const path = join(folder, file);
    if (!statSync(path).isFile()) return [];
    if (/^\.env/.test(basename(file))) return [`${file} holds settings`];
    const text = readFileSync(path, 'latin1');
    return [...secrets].flatMap(([value, name]) =>
      text.includes(Buffer.from(value, 'utf8').toString('latin1')) ? [`${file} holds ${name}`] : [],
    );
  });
}
