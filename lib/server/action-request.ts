/**
 * Recognises posts to a page that Next 16.4 answers with 500, and a stack in the log, before any code of ours runs:
 * those of another site, broken forms, and arguments that no server action of ours takes. Our actions take nothing or
 * one `FormData`. An action with other arguments must be added to `CALLS`. It must not know the actions themselves.
 */
import { isThisSite } from './same-origin';

/** How React's `encodeReply` writes the arguments of a server action: none, and one `FormData`. */
const CALLS = ['[]', '["$K1"]'];

/** The hidden field of a form whose action has no bound arguments, as posted without JavaScript. */
const isKnownField = (name: string) => !name.startsWith('$ACTION_') || /^\$ACTION_ID_[\da-f]+$/.test(name);

/**
 * For a `POST` to a page. A request is from this site when its `Origin` has the host of `siteUrl` or the host it was
 * sent to. One without `Origin` passes, as it does with Next: browsers always send it, and other clients bring only
 * cookies of their own.
 */
export function isFromAnotherSite({ headers }: Request, siteUrl: string | undefined): boolean {
  const origin = headers.get('origin');
  return origin !== null && !isThisSite(origin, headers, undefined) && !isThisSite(origin, headers, siteUrl);
}

/** For a `POST` to a page. Reads a copy of its body. */
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
