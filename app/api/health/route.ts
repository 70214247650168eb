/** `GET /api/health`: the process runs. It checks no other service: a lost Redis must not cause a restart. */
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';

export const dynamic = 'force-dynamic';

export const GET = () => Response.json({ status: 'ok' }, { headers: apiHeaders() });

const refuse = () => methodNotAllowed('GET, HEAD');

export { refuse as DELETE, refuse as OPTIONS, refuse as PATCH, refuse as POST, refuse as PUT };
