/** `POST /v3/auth/tokens`: exchanges a password for a token, valid for a day, in a response header. */
import { Hono } from 'hono';
import { z } from 'zod';
import { IamError } from '../errors';
import { answerFault } from '../fault-answer';
import type { HttpEnv } from '../http-env';
import { randomValue } from '../random-value';
import type { CloudState } from '../state';
import { iamUser, PROJECT_ID } from './demo-account';

/** IAM docs, "Obtaining a User Token": valid for 24 hours. */
const LIFE_MS = 24 * 3_600_000;

/** Real tokens have several kilobytes. Code that stores one in a cookie or a small buffer fails here, too. */
const TOKEN_LENGTH = 2048;

const tokenRequest = z.object({
  auth: z.object({
    identity: z.object({
      methods: z.array(z.string()).refine((methods) => methods.includes('password')),
      password: z.object({
        user: z.object({ name: z.string(), password: z.string(), domain: z.object({ name: z.string() }) }),
      }),
    }),
    // MetaStudio is a project-level service, so it refuses a token without a project.
    scope: z.object({ project: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]) }),
  }),
});

export function iamToken(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>().post('/v3/auth/tokens', async (c) => {
    const trouble = await answerFault(c, cloud.takeFault('iam-token', undefined), cloud.clock);
    if (trouble) return trouble;
    const parsed = tokenRequest.safeParse(await c.req.json().catch(() => undefined));
    if (!parsed.success) throw new IamError(400, 'The request body is invalid.');
    const { identity, scope } = parsed.data.auth;
    const { name, password, domain } = identity.password.user;
    if (name !== iamUser.name || password !== iamUser.password || domain.name !== iamUser.domain) {
      throw new IamError(401, 'The username or password is wrong.');
    }
    if ('id' in scope.project && scope.project.id !== PROJECT_ID) throw new IamError(401, 'The project is wrong.');

    const user = cloud.user(iamUser.name);
    const issuedAtMs = cloud.now(user);
    const token = randomValue(TOKEN_LENGTH);
    cloud.iamTokens.set(token, { user, expiresAtMs: issuedAtMs + LIFE_MS });
    return c.json(
      {
        token: {
          methods: ['password'],
          issued_at: iamTime(cloud.clock.now()),
          expires_at: iamTime(cloud.clock.now() + LIFE_MS),
          user: { name, domain },
          project: { id: PROJECT_ID, name: 'name' in scope.project ? scope.project.name : PROJECT_ID, domain },
        },
      },
      201,
      { 'X-Subject-Token': token },
    );
  });
}

/** IAM writes microseconds. */
function iamTime(ms: number): string {
  return new Date(ms).toISOString().replace(/Z$/, '000Z');
}
