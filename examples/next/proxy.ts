/**
 * Serves each page with the Content-Security-Policy that the vendor's SDK needs, and a new nonce, which Next puts on its
 * own scripts. Pages must be rendered at request time: a page built ahead has no nonce, and its scripts are blocked.
 */
import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy, REPORT_PATH } from '../../lib/server/http/csp.ts';
import { cspOrigins } from '../../lib/server/page-settings.ts';

export function proxy(request: NextRequest): NextResponse {
  const reportPath = `${request.nextUrl.basePath}${REPORT_PATH}`;
  const policy = contentSecurityPolicy(cspOrigins(), {
    nonce: crypto.randomUUID(),
    developmentHost: process.env.NODE_ENV === 'development' ? request.nextUrl.host : undefined,
    reportPath,
  });
  const headers = new Headers(request.headers);
  headers.set('content-security-policy', policy); // where Next reads the nonce
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('reporting-endpoints', `csp="${reportPath}"`);
  return response;
}

/** Everything but the API, what the vendor's SDK posts, and static files. */
export const config = { matcher: '/((?!api/|v1/digital-human-chat|_next/static|_next/image).*)' };
