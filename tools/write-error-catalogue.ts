/** `npm run catalogue -w tools`: writes docs/errors.md. `tools/check-docs.ts` fails when it is out of date. */
import { writeFileSync } from 'node:fs';
import { errorCatalogue } from './error-catalogue/catalogue';

writeFileSync('docs/errors.md', errorCatalogue());
