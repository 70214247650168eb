/** Hono on Node: the page, its script, and `POST /api/once-code`. No framework in the page, no build step of its own. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { build } from 'esbuild';
import { Hono } from 'hono';
import { notHere } from '../../lib/server/http/not-here';
import { onceCodeLimits } from '../../lib/server/limits';
import { handleOnceCode } from '../../lib/server/once-code-route';
import { limitSettings, onceCodeSettings } from '../../lib/server/settings';
import { POST as answerQuestion } from '../brain-route';
import { currentUser } from '../demo-user';
import { servePage } from '../page-policy';

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

const app = new Hono();
app.get('/', (c) => {
  const { html, headers } = servePage(template);
  return c.html(html, 200, headers);
});
app.get('/page.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript' }));
app.all('/v1/digital-human-chat/*', notHere);
app.post('/api/brain', ({ req }) => answerQuestion(req.raw));
app.post('/api/once-code', ({ req }) =>
  handleOnceCode(req.raw, {
    user: currentUser,
    settings: onceCodeSettings(),
    limits: onceCodeLimits(limitSettings()),
  }),
);

const port = Number(process.env.PORT || 3000);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log(`http://localhost:${port}`));
