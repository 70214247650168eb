/** The emulator's HTTP surface: maps each path to its part and its guard. */
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { authOnceCode } from './browser-api/auth-once-code';
import { otherCalls } from './browser-api/other-calls';
import { smartChatJobs } from './browser-api/smart-chat-jobs';
import { tokenCalls } from './browser-api/tokens';
import { consoleCalls } from './cloud/console-calls';
import { iamToken } from './cloud/iam-token';
import { onceCode } from './cloud/once-code';
import { Throttle } from './cloud/throttle';
import { controls } from './controls';
import { CloudError, VendorError } from './errors';
import { loopbackCors, loopbackOriginOnly, ownHostOnly } from './guard';
import type { HttpContext, HttpEnv } from './http-env';
import { standIn } from './stand-in';
import type { StandInFiles } from './stand-in-files';
import type { CloudState } from './state';

interface Parts {
  cloud: CloudState;
  files: StandInFiles;
  voice: Hono;
  onceCodesPerSecond: number | undefined;
  serverCallsPerSecond: number | undefined;
}

export function createApp({ cloud, files, voice, onceCodesPerSecond, serverCallsPerSecond }: Parts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use(ownHostOnly);
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c));
    c.header('X-Request-Id', c.var.requestId);
    await next();
  });
  for (const path of ['/v1/digital-human-chat/*', '/sdk/*', '/sdk-voice/*', '/emulator/*']) {
    app.use(path, loopbackOriginOnly, loopbackCors);
  }

  app.get('/', (c) => c.json({ ready: true }));
  app.route('/', onceCode(cloud, onceCodesPerSecond ? new Throttle(onceCodesPerSecond) : undefined));
  app.route('/', iamToken(cloud));
  app.route('/v1/:projectId/digital-human-chat', consoleCalls(cloud, serverCallsPerSecond));
  for (const part of [authOnceCode, tokenCalls, smartChatJobs, otherCalls]) {
    app.route('/v1/digital-human-chat', part(cloud));
  }
  app.route('/sdk', standIn(cloud, files));
  app.route('/sdk-voice', voice);
  app.route('/emulator', controls(cloud));

  app.notFound((c) => fail(c, new VendorError('APIG.0101')));
  app.onError((error, c) => {
    if (error instanceof CloudError) return fail(c, error);
    console.error('emulator:', error);
    return fail(c, new VendorError('MSS.00000004'));
  });
  return app;
}

/** The SDK sends its own request IDs; the cloud's gateway assigns an ID to every other request. */
function requestIdOf(c: HttpContext): string {
  const named = c.req.path.startsWith('/v1/digital-human-chat/') ? c.req.header('x-request-id') : undefined;
  return named !== undefined && /^[\w-]{1,64}$/.test(named) ? named : randomUUID().replaceAll('-', '');
}

/** The gateway repeats the request's ID in the body of its errors; the services do not. */
function fail(c: HttpContext, error: CloudError): Response {
  const isGateway = error instanceof VendorError && error.errorCode.startsWith('APIG.');
  const body = { ...error.toJSON(), ...(isGateway ? { request_id: c.var.requestId } : {}) };
  return c.json(body, error.status as ContentfulStatusCode);
}
