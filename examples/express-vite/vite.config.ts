/** A plain Vite set-up. JSX needs no plug-in, which would only add hot reload. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    outDir: fileURLToPath(new URL('../../.generated/express-vite', import.meta.url)),
    emptyOutDir: true,
    rolldownOptions: {
      // `'use client'` is for Next. Here all code runs in the client.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
});
