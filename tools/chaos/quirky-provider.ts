/**
 * An OpenID provider that implements the standard and the quirks of real ones. It signs in every user at once. The
 * end-to-end tests use a certified implementation (e2e/identity-provider.ts), which cannot have quirks.
 */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Quirk {
  /** Replaces claims of the ID token. Undefined removes one. */
  claims?: Record<string, unknown>;
  /** The answer of `userinfo`. */
  userinfo?: Record<string, unknown>;
  /** Replaces fields of the discovery document. */
  metadata?: (issuer: string) => Record<string, unknown>;
  /** Added to the redirect back to the app. */
  callback?: (issuer: string) => Record<string, string>;
  /** Replaces the code in the redirect. */
  error?: string;
  /** The status with which the token endpoint refuses. */
  tokenStatus?: number;
  /** The token endpoint accepts the client's secret only in the form, like some providers. */
  takesSecretInForm?: boolean;
  /** The status of the discovery document. */
  discoveryStatus?: number;
}

export interface QuirkyProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The redirect addresses that the authorization endpoint has received. */
  redirectUris: string[];
  quirk: Quirk;
  close(): void;
}

const base64url = (value: string | Buffer) => Buffer.from(value).toString('base64url');

export async function startQuirkyProvider(): Promise<QuirkyProvider> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const codes = new Map<string, { nonce: string | null; challenge: string | null }>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: QuirkyProvider = {
    issuer,
    clientId: 'digital-human-chat',
    clientSecret: randomBytes(24).toString('hex'),
    redirectUris: [],
    quirk: {},
    close() {
      server.closeAllConnections();
      server.close();
    },
  };

  const idToken = (nonce: string | null): string => {
    const now = Math.floor(Date.now() / 1000);
    const usual = {
      iss: issuer,
      aud: provider.clientId,
      sub: 'grace',
      name: 'Grace Hopper',
      iat: now,
      exp: now + 300,
      nonce,
    };
    const head = base64url(JSON.stringify({ alg: 'RS256', kid: 'one', typ: 'JWT' }));
    const body = base64url(JSON.stringify({ ...usual, ...provider.quirk.claims }));
    return `${head}.${body}.${base64url(sign('sha256', Buffer.from(`${head}.${body}`), privateKey))}`;
  };
  const discovery = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    ...provider.quirk.metadata?.(issuer),
  });
  const authorize = (asked: URLSearchParams, response: ServerResponse) => {
    const back = new URL(asked.get('redirect_uri') ?? '');
    provider.redirectUris.push(back.href);
    const code = randomBytes(16).toString('hex');
    codes.set(code, { nonce: asked.get('nonce'), challenge: asked.get('code_challenge') });
    const { error, callback } = provider.quirk;
    const answer = { ...(error ? { error } : { code }), state: asked.get('state') ?? '', ...callback?.(issuer) };
    for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value);
    response.writeHead(302, { location: back.href }).end();
  };
  const token = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await textOf(request));
    const basic = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const [, inHeader] = basic.split(':').map(decodeURIComponent);
    const secret = provider.quirk.takesSecretInForm
      ? form.get('client_secret')
      : (inHeader ?? form.get('client_secret'));
    const asked = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (provider.quirk.tokenStatus) return json(response, { error: 'server_error' }, provider.quirk.tokenStatus);
    if (secret !== provider.clientSecret) return json(response, { error: 'invalid_client' }, 401);
    if (!asked || (asked.challenge && asked.challenge !== challenge))
      return json(response, { error: 'invalid_grant' }, 400);
    return json(response, {
      access_token: 'access',
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken(asked.nonce),
    });
  };
  server.on('request', (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (pathname.endsWith('/.well-known/openid-configuration'))
      json(response, discovery(), provider.quirk.discoveryStatus);
    else if (pathname === '/jwks')
      json(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] });
    else if (pathname === '/authorize') authorize(searchParams, response);
    else if (pathname === '/userinfo')
      json(response, { sub: 'grace', name: 'Grace Hopper', ...provider.quirk.userinfo });
    else if (pathname === '/token') void token(request, response);
    else json(response, {}, 404);
  });
  return provider;
}

function json(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
