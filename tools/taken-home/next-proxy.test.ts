import { NextRequest } from 'next/server';
import { expect, it } from 'vitest';
import { proxy } from '../../examples/next/proxy.ts';

it.each(['', '/portal'])('the copied policy reports to the copied route, with the basePath "%s"', (basePath) => {
  const request = new NextRequest(`https://example.com${basePath}/chat`, { nextConfig: { basePath } });
  const { headers } = proxy(request);
  expect(headers.get('reporting-endpoints')).toBe(`csp="${basePath}/api/csp-report"`);
  expect(headers.get('content-security-policy')).toContain(`; report-uri ${basePath}/api/csp-report; `);
});
