/** `/emulator/*`: the controls and the event log. Nothing here exists in MetaStudio; the contract with tests is README.md. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { type ConsoleChange, consoleChange } from './cloud/console';
import { faultRequest } from './faults';
import type { HttpContext, HttpEnv } from './http-env';
import { push, pushRequest } from './pushes';
import type { CloudState } from './state';

const ageing = z.strictObject({ user: z.string(), advanceSeconds: z.number().min(0).max(1e9) });
const resetRequest = z.strictObject({ user: z.string().optional() });

export function controls(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .use(jsonOnly)
    .get('/codes', (c) => withUser(c, (name) => c.json(cloud.user(name).codes.map(loggedCode))))
    .get('/events', (c) => withUser(c, (name) => c.json(cloud.user(name).events)))
    .post('/faults', (c) =>
      withBody(c, faultRequest, (fault) => {
        cloud.faults.add(fault);
        return c.json({ ok: true });
      }),
    )
    .post('/clock', (c) =>
      withBody(c, ageing, ({ user, advanceSeconds }) => {
        cloud.user(user).agedByMs += advanceSeconds * 1000;
        return c.json({ ok: true });
      }),
    )
    .post('/push', (c) =>
      withBody(c, pushRequest, (request) => {
        const jobs = cloud.runningJobs(cloud.user(request.user));
        if (jobs.length === 0) return c.json({ error: 'This user has no live session.' }, 404);
        for (const job of jobs) push(cloud, job, request);
        return c.json({ ok: true, sessions: jobs.length });
      }),
    )
    .post('/console', (c) =>
      withBody(c, consoleChange, (request) => {
        cloud.console.apply(request as ConsoleChange);
        return c.json({ ok: true });
      }),
    )
    .post('/reset', (c) =>
      withBody(c, resetRequest, ({ user }) => {
        cloud.reset(user);
        return c.json({ ok: true });
      }),
    );
}

/** Another site can post a form here without a preflight, but not JSON. */
const jsonOnly = createMiddleware<HttpEnv>(async (c, next) => {
  const type = c.req.header('content-type') ?? '';
  if (c.req.method === 'POST' && !/^application\/json\s*(;|$)/i.test(type)) {
    return c.json({ error: 'Send Content-Type: application/json.' }, 415);
  }
  return next();
});

/** Without the code itself. */
function loggedCode(code: { issuedAtMs: number; auth: string; redeemedAtMs: number | undefined; redeemTries: number }) {
  return {
    mintedAt: new Date(code.issuedAtMs).toISOString(),
    auth: code.auth,
    redeemedAt: code.redeemedAtMs === undefined ? null : new Date(code.redeemedAtMs).toISOString(),
    redeemTries: code.redeemTries,
  };
}

/** `?user=` without a value selects the calls without `X-App-UserId`. */
function withUser(c: HttpContext, answer: (name: string) => Response): Response {
  const name = c.req.query('user');
  return name === undefined ? c.json({ error: 'Say whose: ?user=<X-App-UserId>' }, 400) : answer(name);
}

async function withBody<Schema extends z.ZodType>(
  c: HttpContext,
  schema: Schema,
  apply: (body: z.infer<Schema>) => Response,
): Promise<Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return apply(parsed.data);
  const issues = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return c.json({ error: 'The request is invalid.', issues }, 400);
}
