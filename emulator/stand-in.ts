/** `/sdk/*`: serves the stand-in SDK to the page, or fails when a fault requests it. */
import { Hono } from 'hono';
import { answerFault } from './fault-answer';
import type { HttpContext, HttpEnv } from './http-env';
import type { ServedFile, StandInFiles } from './stand-in-files';
import type { CloudState } from './state';

/** Runs, and sets a global that is not the SDK: what a wrong or half-uploaded file looks like. */
const USELESS_SCRIPT = 'window.HwICSUiSdk = {};';

export function standIn(cloud: CloudState, files: StandInFiles): Hono<HttpEnv> {
  return new Hono<HttpEnv>().get('/*', async (c) => {
    const path = c.req.path.replace(/^\/sdk\//, '');
    if (path === 'HwICSUiSdk.js') {
      const fault = cloud.takeFault('sdk', undefined);
      const isMalformed = fault?.kind === 'malformed';
      const trouble = await answerFault(c, isMalformed ? { ...fault, kind: undefined } : fault, cloud.clock);
      if (trouble) return trouble;
      if (isMalformed) return c.body(USELESS_SCRIPT, 200, { 'content-type': 'text/javascript; charset=utf-8' });
    }
    const file = files.get(path);
    return file ? serve(c, file) : c.json({ error: 'No such file.' }, 404);
  });
}

/** Revalidated at every load: a rebuilt stand-in is never shadowed by the browser's old copy. */
function serve(c: HttpContext, file: ServedFile): Response {
  const headers = { 'cache-control': 'no-cache', etag: file.etag, vary: 'origin, accept-encoding' };
  if (c.req.header('if-none-match') === file.etag) return c.body(null, 304, headers);
  const isGzip = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
  return c.body(isGzip ? file.gzip : file.bytes, 200, {
    ...headers,
    'content-type': file.type,
    ...(isGzip ? { 'content-encoding': 'gzip' } : {}),
  });
}
