/** `GET /api/health`: the process lives. Asks nobody else, so that a lost Redis does not get it restarted. */
import { apiHeaders } from '@/lib/server/http/problem';

export const dynamic = 'force-dynamic';

export const GET = () => Response.json({ status: 'ok' }, { headers: apiHeaders() });
