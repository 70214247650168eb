import { expect, it } from 'vitest';
import { servePage } from '../../examples/page-policy.ts';

it('a page that another server serves names where its reports go, because Chromium ignores report-uri beside report-to', () => {
  const { headers } = servePage('<script type="module" src="/page.js"></script>');
  expect(headers['content-security-policy']).toMatch(/report-to csp/);
  expect(headers['reporting-endpoints']).toBe('csp="/api/csp-report"');
});
