/** `npx tsx scripts/write-error-catalogue.ts`: makes docs/errors.md anew. `scripts/check-docs.ts` fails while it is old. */
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from './error-catalogue/catalogue';

writeFileSync('docs/errors.md', errorCatalogue());
