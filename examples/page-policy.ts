/**
 * Builds the chat page's HTML with the server's values, and the Content-Security-Policy that the vendor's SDK needs.
 */

import { contentSecurityPolicy, REPORT_PATH } from '../lib/server/http/csp.ts';
import { chatPageSettings, cspOrigins } from '../lib/server/page-settings.ts';

export interface ServedPage {
  html: string;
  headers: Record<string, string>;
}

/** @param template with `%SDK_URL%`, and its own scripts as `<script type="module"` */
export function servePage(template: string): ServedPage {
  const nonce = crypto.randomUUID();
  const html = template
    .replaceAll('<script type="module"', `<script type="module" nonce="${nonce}"`)
    .replace('%SDK_URL%', chatPageSettings().sdkUrl);
  const policy = contentSecurityPolicy(cspOrigins(), { nonce });
  const headers = {
    'content-security-policy': policy,
    'reporting-endpoints': `csp="${REPORT_PATH}"`, // beside `report-to`, Chromium ignores `report-uri`
    'cache-control': 'no-store',
  };
  return { html, headers };
}
