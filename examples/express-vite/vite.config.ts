/** Vite as an app of one's own has it. JSX needs no plug-in: hot reload would be all it adds. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../.generated/express-vite', import.meta.url)),
    emptyOutDir: true,
    rolldownOptions: {
      // `'use client'` is for Next; here all is the client.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
});
