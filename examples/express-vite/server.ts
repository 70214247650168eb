/** Express and a page built by Vite. An existing Express app adds only the routes; `/api/brain` is optional. */
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { fileURLToPath } from 'node:url';
import express, { type Request as ExpressRequest, type Response as ExpressResponse } from 'express';
import { build } from 'vite';
import { handleIssuer } from '../../lib/server/client-handle.ts';
import { notHere } from '../../lib/server/http/not-here.ts';
import { outboundFetch } from '../../lib/server/http/outbound.ts';
import { onceCodeLimits } from '../../lib/server/limits.ts';
import { handleOnceCode } from '../../lib/server/once-code-route.ts';
import { shareLimits } from '../../lib/server/redis-limits.ts';
import { limitSettings, longestSessionMs, onceCodeSettings, siteSettings } from '../../lib/server/settings.ts';
import { POST as answerQuestion } from '../brain-route.ts';
import { currentUser } from '../demo-user.ts';
import { POST as logReports } from '../next/csp-report-route.ts';
import { servePage } from '../page-policy.ts';

const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
const pages = fileURLToPath(new URL('../../.generated/express-vite/', import.meta.url));

await build({ configFile, logLevel: 'warn' });
const template = await readFile(`${pages}index.html`, 'utf8');

shareLimits(limitSettings());
/** With it the brain identifies the user. */
const issueHandle = handleIssuer(siteSettings().secrets, longestSessionMs());
const app = express().disable('x-powered-by');
// Before everything that reads or logs a request: the vendor's SDK posts here with tokens in its headers.
app.use('/v1/digital-human-chat', (_request, response) => send(response, notHere()));
app.get('/', (_request, response) => {
  const { html, headers } = servePage(template);
  response.set(headers).type('html').send(html);
});
app.use(express.static(pages, { index: false }));
app.post('/api/once-code', async (request, response) => {
  const answer = await handleOnceCode(requestOf(request), {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
    issueHandle,
    fetch: outboundFetch,
  });
  await send(response, answer);
});

app.post('/api/csp-report', async (request, response) => {
  await send(response, await logReports(requestOf(request, { body: bodyOf(request), duplex: 'half' })));
});

app.post('/api/brain', async (request, response) => {
  const abort = new AbortController();
  response.once('close', () => abort.abort());
  const init = { body: bodyOf(request), duplex: 'half', signal: abort.signal } as const;
  const answer = await answerQuestion(requestOf(request, init));
  response.status(answer.status).setHeaders(answer.headers);
  if (answer.body)
    await pipeline(Readable.fromWeb(answer.body as NodeReadableStream), response).catch(() => {}); // the client disconnected
  else response.end();
});

/** Converts Express's request to a standard one: its method and headers, and the body only if `init` has one. */
function requestOf(
  { method, originalUrl, headers }: ExpressRequest,
  init: RequestInit & { duplex?: 'half' } = {},
): Request {
  const sent = new Headers();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) sent.set(name, String(value));
  return new Request(`http://localhost${originalUrl}`, { ...init, method, headers: sent });
}

const bodyOf = (request: ExpressRequest) => Readable.toWeb(request) as ReadableStream<Uint8Array>;

async function send(to: ExpressResponse, answer: Response): Promise<void> {
  to.status(answer.status)
    .setHeaders(answer.headers)
    .send(await answer.text());
}

const port = Number(process.env.PORT || 3000);
app.listen(port, '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`http://localhost:${port}`);
});
