/**
 * The answer to every request under `/v1/digital-human-chat/` on the app's own origin. After `destroy()`, the vendor's
 * SDK 5.0.6 posts there, with tokens in its headers, until it gets a JSON object. The request is neither read nor
 * logged.
 */
export const notHere = (): Response =>
  Response.json({ error_code: 'not_here' }, { status: 404, headers: { 'cache-control': 'no-store' } });
