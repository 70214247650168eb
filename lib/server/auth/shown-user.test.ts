import { expect, it } from 'vitest';
import { assertShownUser, shownUserOf } from './shown-user.ts';

const first = ['first'];

function isAccepted(sent: string, userId: string, secrets: readonly string[]): boolean {
  const headers = new Headers();
  headers.set('x-shown-user', Buffer.from(sent).toString('latin1'));
  try {
    assertShownUser(headers, userId, secrets);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'other_user' });
    return false;
  }
}

it('the token of the shown user is different for each user, and does not contain the ID', () => {
  expect(shownUserOf('ada', first)).toBe(shownUserOf('ada', first));
  expect(shownUserOf('ada', first)).not.toContain('ada');
  expect(isAccepted(shownUserOf('ada', first), 'ada', first)).toBe(true);
  for (const sent of [shownUserOf('李雷', first), 'ada', '', 'x'.repeat(43), 'é'.repeat(43)])
    expect(isAccepted(sent, 'ada', first)).toBe(false);
});

it('the token of the shown user is valid during a rotation of AUTH_SECRET, and not after it', () => {
  const shown = shownUserOf('ada', first);
  expect(shownUserOf('ada', ['second', 'first'])).not.toBe(shown);
  expect(isAccepted(shown, 'ada', ['second', 'first'])).toBe(true);
  expect(isAccepted(shown, 'ada', ['second', 'third'])).toBe(false);
});

it('the shown user is not checked when a page does not send the token', () => {
  expect(() => assertShownUser(new Headers(), 'ada', first)).not.toThrow();
});

it('the token of the shown user needs a secret', () => {
  expect(() => shownUserOf('ada', [])).toThrow('misconfigured');
  expect(isAccepted('', 'ada', [])).toBe(false);
});
