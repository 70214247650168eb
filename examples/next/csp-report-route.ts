/** Receives the browsers' reports of what the policy blocked, and logs them. Anyone can send a report. */
import { readCspReports } from '../../lib/server/http/csp-report.ts';
import { log } from '../../lib/server/log.ts';

export async function POST(request: Request): Promise<Response> {
  for (const violation of await readCspReports(request)) log.warn({ event: 'csp_violation', ...violation });
  return new Response(null, { status: 204 });
}
