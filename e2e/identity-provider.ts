/**
 * An OpenID provider on loopback. `oidc-provider`, a certified implementation, implements the protocol. Its two pages,
 * sign-in and consent, are plain forms.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface IdentityProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close(): void;
}

export async function startIdentityProvider(appUrl: string): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientId = 'digital-human-chat';
  const clientSecret = randomBytes(24).toString('hex');
  const provider = new Provider(issuer, {
    clients: [
      { client_id: clientId, client_secret: clientSecret, redirect_uris: [`${appUrl}/api/auth/callback/oidc`] },
    ],
    cookies: { keys: [randomBytes(24).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    // The ID token holds the name, as with most providers.
    conformIdTokenClaims: false,
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, name: nameOf(sub), email: `${sub}@idp.example` }),
    }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
  });
  const protocol = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void protocol(request, response);
    interact(provider, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return { issuer, clientId, clientSecret, close: () => server.close() };
}

export const nameOf = (sub: string) => `Person ${sub}`;

async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid, prompt, params, session, grantId } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    const question =
      prompt.name === 'login' ? '<label>Account <input name="sub"></label>' : '<p>The app wants to know your name.</p>';
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>Identity provider</title><form method="post" action="/interaction/${uid}">${question}
       <button name="answer" value="yes">Continue</button> <button name="answer" value="no">Refuse</button></form>`,
    );
    return;
  }
  const form = new URLSearchParams(await textOf(request));
  if (form.get('answer') !== 'yes') {
    const refusal = { error: 'access_denied', error_description: 'The person refused.' };
    return provider.interactionFinished(request, response, refusal);
  }
  if (prompt.name === 'login')
    return provider.interactionFinished(request, response, { login: { accountId: form.get('sub') } });
  const grant = new provider.Grant({ accountId: session?.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  grant.addOIDCClaims(prompt.details.missingOIDCClaims ?? []);
  const consent = grantId ? {} : { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
