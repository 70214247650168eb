/** The HTTP answer of a requested fault. `faults.ts` decides which call it affects. */
import { once } from 'node:events';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Clock } from './clock';
import { VendorError } from './errors';
import { type Fault, MALFORMED_BODY } from './faults';
import type { HttpContext } from './http-env';

/** Returns the fault's answer, or undefined when the call continues after a delay. */
export async function answerFault(
  c: HttpContext,
  fault: Fault | undefined,
  clock: Clock,
): Promise<Response | undefined> {
  if (!fault) return undefined;
  // The cloud finishes a call even if the caller disconnects, so nothing aborts this delay.
  if (fault.delayMs) await clock.pause(fault.delayMs);
  switch (fault.kind) {
    case 'hang':
      if (!c.env.outgoing.destroyed) await once(c.env.outgoing, 'close');
      return RESPONSE_ALREADY_SENT;
    case 'drop':
      c.env.incoming.socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'malformed':
      return c.html(MALFORMED_BODY);
  }
  if (fault.status === undefined && !fault.errorCode) return undefined;
  return refuse(c, fault);
}

function refuse(c: HttpContext, { status, errorCode }: Fault): Response {
  const error = errorCode ? new VendorError(errorCode, status ? { status } : {}) : VendorError.ofStatus(status ?? 400);
  if (error.status >= 400) throw error;
  // The redirect leads to a harmless page of the emulator. A client that follows it has the fault under test.
  if (error.status >= 300) return c.body(null, error.status as ContentfulStatusCode, { location: '/' });
  if (error.status === 204 || error.status === 205) return c.body(null, error.status as ContentfulStatusCode);
  return c.json(errorCode ? error.toJSON() : {}, error.status as ContentfulStatusCode);
}
