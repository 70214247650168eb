/** `/sdk/*`: serves the stand-in SDK to the page, or fails when a fault requests it. */
import { Hono } from 'hono';
import { answerFault } from './fault-answer';
import type { HttpContext, HttpEnv } from './http-env';
import type { ServedFile, StandInFiles } from './stand-in-files';
import type { CloudState } from './state';

/** Sets a global that is not the SDK, like a wrong or partly uploaded file. */
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

/** The browser revalidates at every load, so it never runs an old copy after a rebuild. */
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
