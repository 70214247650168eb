/** `GET /api/health`: the process runs. It checks no other service: a lost Redis must not cause a restart. */
import { apiHeaders } from '@/lib/server/http/problem';

export const dynamic = 'force-dynamic';

export const GET = () => Response.json({ status: 'ok' }, { headers: apiHeaders() });
