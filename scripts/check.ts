/**
 * `npm run check`, and the first part of `npm test`: everything that needs no build and no browser. Stops at the first
 * failure.
 */
import { NEXT } from './local-stack';
import { runStep, TSX } from './run-step';

runStep('Types of the routes', [NEXT, 'typegen']);
runStep('Types', ['node_modules/typescript/bin/tsc', '--noEmit']);
runStep('Types of the examples', ['node_modules/typescript/bin/tsc', '-p', 'examples']);
runStep('Lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings']);
runStep('Imports', [...TSX, 'tools/check-imports.ts']);
runStep('Unused code and packages', ['node_modules/knip/bin/knip.js', '--no-progress']);
runStep('Documentation', [...TSX, 'tools/check-docs.ts']);
runStep('Unit tests', ['node_modules/vitest/vitest.mjs', 'run']);
