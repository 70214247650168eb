/** Hono on Node: the page, its script, and `POST /api/once-code`. No framework in the page, no build step of its own. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { build } from 'esbuild';
import { Hono } from 'hono';
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

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const template = await readFile(here('index.html'), 'utf8');
const { outputFiles } = await build({
  entryPoints: [here('page.ts')],
  bundle: true,
  write: false,
  format: 'esm',
  target: 'es2022',
});
const script = outputFiles[0]?.text ?? '';

shareLimits(limitSettings());
/** With it the brain identifies the user. */
const issueHandle = handleIssuer(siteSettings().secrets, longestSessionMs());
const app = new Hono();
app.get('/', (c) => {
  const { html, headers } = servePage(template);
  return c.html(html, 200, headers);
});
app.get('/page.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript' }));
app.all('/v1/digital-human-chat/*', notHere);
app.post('/api/csp-report', ({ req }) => logReports(req.raw));
app.post('/api/brain', ({ req }) => answerQuestion(req.raw));
app.post('/api/once-code', ({ req }) =>
  handleOnceCode(req.raw, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
    issueHandle,
    fetch: outboundFetch,
  }),
);

const port = Number(process.env.PORT || 3000);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`http://localhost:${port}`));
