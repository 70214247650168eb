import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)) } },
  test: {
    include: ['{app,components,lib,emulator,scripts,tools}/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // For a loaded machine with two cores; nothing waits for it when all is well.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    globalSetup: './lib/server/brain/index-pages.mjs',
    // Unit tests load nothing from anywhere; a tag that is added counts as loaded.
    environmentOptions: { happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: true } } },
  },
});
