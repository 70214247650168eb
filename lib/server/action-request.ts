/**
 * Which posts to a page Next 16.4 answers with 500 before any code of ours runs, and with a stack in the log: those of
 * another site, broken forms, and what a server action is never called with. Actions of this site take nothing or one form, so everything
 * else is refused unread: references to files, functions and rows of the wire format that lead nowhere. An action with
 * other arguments needs its shape here. It must not know the actions themselves.
 */
import { isThisSite } from './same-origin';

/** `encodeReply` of no argument, and of one `FormData`. */
const CALLS = ['[]', '["$K1"]'];

/** The hidden field of a form whose action has no bound arguments, as posted without JavaScript. */
const isKnownField = (name: string) => !name.startsWith('$ACTION_') || /^\$ACTION_ID_[\da-f]+$/.test(name);

/**
 * For a `POST` to a page: where it comes from, by the host people type or by the one that arrived. Next knows the latter
 * alone. A request that does not say is let through, as by Next: browsers say, and others have no cookies but their own.
 */
export function isFromAnotherSite({ headers }: Request, siteUrl: string | undefined): boolean {
  const origin = headers.get('origin');
  return origin !== null && !isThisSite(origin, headers, undefined) && !isThisSite(origin, headers, siteUrl);
}

/** For a `POST` to a page. Reads a copy of the body. */
export async function isUnreadableAction(request: Request): Promise<boolean> {
  const isForm = /^\s*multipart\/form-data/i.test(request.headers.get('content-type') ?? '');
  const isCall = request.headers.has('next-action');
  if (!isForm && !isCall) return false;
  const copy = request.clone();
  if (!isForm) return !CALLS.includes(await copy.text());
  const form = await copy.formData().catch(() => undefined);
  if (!form) return true;
  return isCall ? !CALLS.includes(String(form.get('0'))) : ![...form.keys()].every(isKnownField);
}
