/** The variables of every handler's Hono context. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Session } from './user';

export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set where a call requires a token and the token is valid. */
    session: Session;
  };
}

export type HttpContext = Context<HttpEnv>;
