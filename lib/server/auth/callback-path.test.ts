import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeCallbackPath } from './callback-path.ts';

describe('safeCallbackPath', () => {
  it.each(['/chat', '/chat?robot=1#x', '/', '/%2F/evil.example'])('keeps %s', (path) => {
    expect(safeCallbackPath(path)).toBe(path);
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '\t//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'chat',
    '',
    null,
    undefined,
    ['/chat'],
    `/chat?${'x'.repeat(2_000)}`,
  ])('sends %j to /chat', (value) => {
    expect(safeCallbackPath(value)).toBe('/chat');
  });

  it('never returns a path to another site, and does not change its own result', () => {
    const tricky = fc.string({
      unit: fc.constantFrom('/', '\\', '.', '\t', '\n', ':', '@', '%', '2', 'e', 'f', '?', '#', ' '),
    });
    fc.assert(
      fc.property(tricky, (tail) => {
        const path = safeCallbackPath(`/${tail}`);
        expect(new URL(path, 'https://chat.example').origin).toBe('https://chat.example');
        expect(safeCallbackPath(path)).toBe(path);
      }),
    );
  });
});
