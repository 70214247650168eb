/** Answers 400 to requests whose form cannot be read. `lib/server/http/unreadable-requests.ts` sends them here. */
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';

export const POST = () => new Response(null, { status: 400, headers: apiHeaders() });

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
