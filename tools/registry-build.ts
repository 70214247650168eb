/** `npm run registry:build`: makes the shadcn registry of examples/registry.json in .generated/r/, from where `/r/` serves it. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import registry from '../examples/registry.json';
import packageJson from '../package.json';
import { buildItem, type RegistryItem } from './registry/item';

const folder = '.generated/r';
const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const item of registry.items as RegistryItem[]) {
  const built = buildItem(item, read, packageJson.dependencies);
  writeFileSync(join(folder, `${item.name}.json`), JSON.stringify(built, null, 2));
  console.log(`/r/${item.name}.json: ${built.files.length} files, needs ${built.dependencies.join(', ') || 'nothing'}`);
}
writeFileSync(join(folder, 'registry.json'), JSON.stringify(registry, null, 2));
