// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';

/** Loads the module as a new page does. */
async function newPage() {
  vi.resetModules();
  return import('./device-cookie');
}

beforeEach(() => {
  // biome-ignore lint/suspicious/noDocumentCookie: clears the cookies of the last test
  document.cookie = 'choice=; Max-Age=0; Path=/';
});

test('a browser that keeps cookies is recognised, and the check leaves no cookie', async () => {
  const { canKeepCookies } = await newPage();
  expect(canKeepCookies()).toBe(true);
  expect(document.cookie).not.toContain('cookie-check=1');
});

const refusals: [string, () => void][] = [
  ['writes nothing', () => void vi.spyOn(document, 'cookie', 'set').mockImplementation(() => {})],
  [
    'throws',
    () => {
      const refuse = () => {
        throw new DOMException('', 'SecurityError');
      };
      vi.spyOn(document, 'cookie', 'set').mockImplementation(refuse);
      vi.spyOn(document, 'cookie', 'get').mockImplementation(refuse);
    },
  ],
];

test.each(refusals)('a browser that %s is recognised, and a choice lasts as long as the page', async (_, refuse) => {
  refuse();
  const { canKeepCookies, isRemembered, remember } = await newPage();
  expect(canKeepCookies()).toBe(false);
  expect(isRemembered('choice', 'a')).toBe(false);
  remember('choice', 'a');
  expect(isRemembered('choice', 'a')).toBe(true);
  remember('choice', 'b');
  expect(isRemembered('choice', 'a')).toBe(false);
});
