/**
 * Runs before every page: gives it its Content-Security-Policy with a new nonce, and refuses what no page of this site
 * sends. It does not check who is signed in: pages and routes ask `currentUser()` themselves.
 */
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { authorizationOrigins } from './lib/server/auth/identity-provider';
import { identityProviderOrigins } from './lib/server/auth/sign-in-settings';
import { contentSecurityPolicy, REPORT_PATH } from './lib/server/http/csp';
import { isFromAnotherSite } from './lib/server/http/same-origin';
import { isHttps } from './lib/server/http/site-address';
import { cspOrigins } from './lib/server/page-settings';
import { siteSettings } from './lib/server/settings';

const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

export async function proxy(request: NextRequest): Promise<NextResponse> {
  if (!PAGE_METHODS.includes(request.method))
    return new NextResponse(null, { status: 405, headers: { allow: PAGE_METHODS.join(', ') } });
  const isPost = request.method === 'POST';
  if (isPost && isFromAnotherSite(request.headers, siteSettings().url))
    return new NextResponse('Forbidden: from another site\n', { status: 403 });

  const origins = cspOrigins();
  const identityProviders = [...identityProviderOrigins(), ...(await authorizationOrigins())];
  const policy = contentSecurityPolicy(
    { ...origins, identityProviders },
    {
      nonce: randomBytes(16).toString('base64'),
      developmentHost: process.env.NODE_ENV === 'development' ? request.nextUrl.host : undefined,
    },
  );
  const headers = new Headers(request.headers);
  const origin = headers.get('origin');
  // Next refuses a server action whose two headers differ in host. It does not know AUTH_URL; we have compared by then.
  if (isPost && origin && URL.canParse(origin)) headers.set('x-forwarded-host', new URL(origin).host);
  // By now the browser has said that an opaque origin is ours; Next would refuse it.
  if (origin === 'null') headers.delete('origin');
  // Next takes the nonce of its own scripts from this request header.
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  response.headers.set('reporting-endpoints', `csp="${REPORT_PATH}"`);
  if (isHttps(request.headers, siteSettings().url))
    response.headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}

/** Everything but the API, what the vendor's SDK posts, and static files. Prefetched pages are included, because they may be shown later. */
export const config = { matcher: '/((?!api/|v1/digital-human-chat|_next/static|_next/image).*)' };
