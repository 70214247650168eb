/** `npm run catalogue -w tools`: makes docs/errors.md anew. `tools/check-docs.ts` fails while it is old. */
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from './error-catalogue/catalogue';

writeFileSync('docs/errors.md', errorCatalogue());
