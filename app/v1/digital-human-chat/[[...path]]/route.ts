/** Answers 404 to the vendor's SDK for every method under `/v1/digital-human-chat/`. */
import { notHere } from '@/lib/server/http/not-here';

export {
  notHere as DELETE,
  notHere as GET,
  notHere as HEAD,
  notHere as OPTIONS,
  notHere as PATCH,
  notHere as POST,
  notHere as PUT,
};
