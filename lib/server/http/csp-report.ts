/**
 * Reads browsers' reports of violations of our Content-Security-Policy, in both formats, and keeps what helps an
 * operator. Of an address on another site it keeps only the origin, because path and query may contain anything.
 */
import * as z from 'zod';
import { MemoryRateLimiter } from '../limits.ts';
import { readPostedJson } from './posted-body.ts';

const MAX_REPORT_BYTES = 16 * 1024;
/** A batch contains the reports of one page. A larger one is crafted. */
const MAX_REPORTS = 20;
const REPORTS_PER_MINUTE = 60;

const text = z.string().max(4096).optional().catch(undefined);

/** `report-to` (Reporting API) and `report-uri` use different names for the same fields. */
const reportingApi = z.array(
  z.object({
    type: z.literal('csp-violation'),
    body: z.object({ effectiveDirective: text, blockedURL: text, documentURL: text, disposition: text }),
  }),
);
const legacy = z.object({
  'csp-report': z.object({
    'effective-directive': text,
    'violated-directive': text,
    'blocked-uri': text,
    'document-uri': text,
  }),
});

export interface CspViolation {
  directive: string | undefined;
  /** An origin, or a browser's keyword: `inline`, `eval`, `data`. */
  blocked: string | undefined;
  /** The path of the page. */
  page: string | undefined;
}

/** Returns up to 20 violations; none when `json` is in neither format. */
export function parseCspReports(json: unknown): CspViolation[] {
  const modern = reportingApi.safeParse(json);
  if (modern.success)
    return modern.data
      .slice(0, MAX_REPORTS)
      .map(({ body }) => violation(body.effectiveDirective, body.blockedURL, body.documentURL));
  const old = legacy.safeParse(json);
  if (!old.success) return [];
  const report = old.data['csp-report'];
  return [
    violation(
      report['effective-directive'] ?? report['violated-directive'],
      report['blocked-uri'],
      report['document-uri'],
    ),
  ];
}

const violation = (directive = '', blocked = '', page = ''): CspViolation => ({
  directive: /^[a-z-]{1,40}/.exec(directive)?.[0],
  blocked: URL.canParse(blocked) ? originOf(new URL(blocked)) : /^[a-z-]{1,40}$/.exec(blocked)?.[0],
  page: URL.canParse(page) ? new URL(page).pathname.slice(0, 100) : undefined,
});

/** `data:`, `blob:` and extensions have no useful origin. */
const originOf = (url: URL) => (url.origin === 'null' ? url.protocol : url.origin);

const perMinute = new MemoryRateLimiter({ points: REPORTS_PER_MINUTE, duration: 60 });

/** The violations in this request; none when it is too large, too frequent or not a report. */
export async function readCspReports(request: Request): Promise<CspViolation[]> {
  const isWithinRate = await perMinute.consume('all').then(
    () => true,
    () => false,
  );
  return isWithinRate ? parseCspReports(await readPostedJson(request, MAX_REPORT_BYTES)) : [];
}
