import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseCspReports, readCspReports } from './csp-report.ts';

const report = (body: Record<string, unknown>) => ({ type: 'csp-violation', body });
const post = (body: string) => new Request('http://localhost/api/csp-report', { method: 'POST', body });

describe('parseCspReports', () => {
  it('reads the Reporting API’s format, without queries and without paths of other sites', () => {
    const body = {
      effectiveDirective: 'connect-src',
      blockedURL: 'https://rtc.example/path?token=secret',
      documentURL: 'https://chat.example/chat?x=secret',
    };
    expect(parseCspReports([report(body)])).toEqual([
      { directive: 'connect-src', blocked: 'https://rtc.example', page: '/chat' },
    ]);
  });

  it('reads the older format', () => {
    const old = {
      'violated-directive': 'style-src-elem',
      'blocked-uri': 'inline',
      'document-uri': 'https://chat.example/',
    };
    expect(parseCspReports({ 'csp-report': old })).toEqual([
      { directive: 'style-src-elem', blocked: 'inline', page: '/' },
    ]);
  });

  it.each([null, 7, 'x', [], {}, [{ type: 'deprecation', body: {} }], { 'csp-report': 1 }])(
    'finds nothing in %j',
    (json) => {
      expect(parseCspReports(json)).toEqual([]);
    },
  );

  it('keeps no text of the sender', () => {
    const [violation] = parseCspReports([
      report({ effectiveDirective: 'x\n{"level"', blockedURL: '\u0000', documentURL: 9 }),
    ]);
    expect(violation).toEqual({ directive: 'x', blocked: undefined, page: undefined });
  });
});

describe('readCspReports', () => {
  afterEach(() => void vi.useRealTimers());

  it('drops reports that are too large or too frequent', async () => {
    vi.useFakeTimers();
    const one = JSON.stringify([report({ effectiveDirective: 'img-src' })]);
    expect(await readCspReports(post(' '.repeat(17 * 1024) + one))).toEqual([]);
    expect(await readCspReports(post(one))).toHaveLength(1);
    for (let i = 0; i < 60; i++) await readCspReports(post(one));
    expect(await readCspReports(post(one))).toEqual([]);
    vi.advanceTimersByTime(60_000);
    expect(await readCspReports(post(one))).toHaveLength(1);
  });
});
