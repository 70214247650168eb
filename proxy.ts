/**
 * Runs before every page: gives it its Content-Security-Policy with a new nonce, and turns away requests that Next
 * would answer with 500. It does not check who is signed in: pages and routes ask `currentUser()` themselves.
 */
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isFromAnotherSite, isUnreadableAction } from './lib/server/action-request';
import { contentSecurityPolicy, REPORT_PATH } from './lib/server/csp';
import { cspOrigins, signInSettings } from './lib/server/env';

const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (!PAGE_METHODS.includes(request.method))
    return new NextResponse(null, { status: 405, headers: { allow: PAGE_METHODS.join(', ') } });
  const isPost = request.method === 'POST';
  if (isPost && isFromAnotherSite(request, signInSettings().url))
    return new NextResponse('Forbidden: from another site\n', { status: 403 });
  if (isPost && (await isUnreadableAction(request)))
    return new NextResponse('Bad request: not what a server action of this site is called with\n', { status: 400 });

  const policy = contentSecurityPolicy(cspOrigins(), {
    nonce: randomBytes(16).toString('base64'),
    developmentHost: process.env.NODE_ENV === 'development' ? request.nextUrl.host : undefined,
  });
  const headers = new Headers(request.headers);
  const origin = headers.get('origin');
  // Next refuses a server action whose two headers differ in host. It does not know AUTH_URL; we have compared by then.
  if (isPost && origin) headers.set('x-forwarded-host', new URL(origin).host);
  // Next takes the nonce of its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('reporting-endpoints', `csp="${REPORT_PATH}"`);
  if (isBehindTls(request)) response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

function isBehindTls({ headers, nextUrl }: NextRequest): boolean {
  const scheme = headers.get('x-forwarded-proto')?.split(',')[0]?.trim() ?? nextUrl.protocol;
  return scheme.startsWith('https') || (signInSettings().url?.startsWith('https:') ?? false);
}

/** Everything but the API and static files. Prefetched pages are included, because they may be shown later. */
export const config = { matcher: '/((?!api/|_next/static|_next/image).*)' };
