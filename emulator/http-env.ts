/** What every handler finds in its Hono context. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Session } from './state';

export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** Set where a token was demanded and found good. */
    session: Session;
  };
}

export type HttpContext = Context<HttpEnv>;
