/**
 * The answer to everything under `/v1/digital-human-chat/` on the app's own origin. After its `destroy()` the vendor's SDK
 * 5.0.6 posts there, with tokens in its headers, and an answer that is not a JSON object keeps it posting.
 * Nothing of the request is read or logged.
 */
export const notHere = (): Response =>
  Response.json({ error_code: 'not_here' }, { status: 404, headers: { 'cache-control': 'no-store' } });
