import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from 'next/constants.js';
import { writePages } from './lib/server/brain/index-pages.mjs';

/** Headers that never depend on settings are here; the Content-Security-Policy, which does, is made in `proxy.ts`. */
const fences = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  {
    key: 'Permissions-Policy',
    // The SDK plays sound, and opens the microphone when the user speaks. It needs nothing else.
    value:
      'microphone=(self), autoplay=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=(), midi=()',
  },
];

/**
 * Next copies `.env` and `.env.production` into the standalone output, and with it they would get into an image.
 * Each server reads its settings from its own environment.
 */
function leaveSettingsOut() {
  for (const file of ['.env', '.env.production']) rmSync(join('.next', 'standalone', file), { force: true });
}
if (process.env.BUILD_STANDALONE) process.once('exit', leaveSettingsOut);

/** @type {import('next').NextConfig} */
const config = {
  // `next start` warns when the output is standalone, so only the container build asks for it.
  output: process.env.BUILD_STANDALONE ? 'standalone' : undefined,
  // Which build a page came from, where several run side by side. Set it for the build and for the server alike.
  deploymentId: process.env.NEXT_DEPLOYMENT_ID || undefined,
  poweredByHeader: false,
  reactStrictMode: true,
  // `next dev` prints addresses, and this one's query is a signature.
  logging: { incomingRequests: { ignore: [/^\/api\/brain/] } },
  // The catalogues are compiled on the server (lib/i18n/messages.ts), so the page needs no parser of ICU messages.
  turbopack: { resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  outputFileTracingExcludes: { '/*': ['.env*'] },
  // React's preload headers repeat what the page itself names, and proxies hold all headers in one small buffer.
  reactMaxHeadersLength: 400,
  headers: async () => [{ source: '/:path*', headers: fences }],
};

export default (/** @type {string} */ phase) => {
  // The brain searches the project's pages: they become a module of the build.
  if (phase === PHASE_PRODUCTION_BUILD || phase === PHASE_DEVELOPMENT_SERVER) writePages();
  return config;
};
