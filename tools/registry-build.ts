/**
 * `npm run registry:build`: builds the shadcn registry of examples/registry.json in .generated/r/, which `/r/` serves.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import registry from '../examples/registry.json';
import packageJson from '../package.json';
import { buildItem, REGISTRY, type RegistryItem } from './registry/item';

const folder = '.generated/r';
const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const items: RegistryItem[] = registry.items;
for (const item of items) {
  const built = buildItem(item, { items, read, versions: packageJson.dependencies });
  writeFileSync(join(folder, `${item.name}.json`), JSON.stringify(built, null, 2));
  console.log(`/r/${item.name}.json: ${built.files.length} files, needs ${built.dependencies.join(', ') || 'nothing'}`);
}
const addressed = items.map(({ registryDependencies, ...item }) => ({
  ...item,
  registryDependencies: registryDependencies?.map((name) => `${REGISTRY}/${name}.json`),
}));
writeFileSync(join(folder, 'registry.json'), JSON.stringify({ ...registry, items: addressed }, null, 2));
