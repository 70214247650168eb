/**
 * Any method under `/v1/digital-human-chat/` on your own origin: 404. The vendor's SDK posts there after its `destroy()`,
 * with tokens in its headers. If you have middleware, exclude this path from it.
 */
import { notHere } from '../../lib/server/http/not-here.ts';

export {
  notHere as DELETE,
  notHere as GET,
  notHere as HEAD,
  notHere as OPTIONS,
  notHere as PATCH,
  notHere as POST,
  notHere as PUT,
};
