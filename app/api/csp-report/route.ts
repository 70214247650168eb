/** `POST /api/csp-report`: logs what our policy blocked, as browsers report it. Anyone can send a report. */
import { readCspReports } from '@/lib/server/http/csp-report';
import { apiHeaders, methodNotAllowed } from '@/lib/server/http/problem';
import { log } from '@/lib/server/log';

export async function POST(request: Request): Promise<Response> {
  for (const violation of await readCspReports(request)) log.warn({ event: 'csp_violation', ...violation });
  return new Response(null, { status: 204, headers: apiHeaders() });
}

const refuse = () => methodNotAllowed('POST');

export { refuse as DELETE, refuse as GET, refuse as HEAD, refuse as OPTIONS, refuse as PATCH, refuse as PUT };
