/** The page reports the result of each session to the server, once, and nothing of its text. */
import { expect, test } from './fixtures';
import { watchBeacons } from './watch-beacons';

test('the page reports the end of each conversation, without its text', async ({ chat, page }) => {
  const beacons = await watchBeacons(page);
  await chat.goLive();
  await chat.ask('What is a once code?');
  await expect(chat.transcript).toContainText(/one-off ticket/);
  for (const round of [1, 2]) {
    const answer = page.waitForResponse('**/api/session-report');
    await chat.button('End conversation').click();
    expect((await answer).status()).toBe(204);
    await expect.poll(beacons).toHaveLength(round);
    if (round === 2) break;
    await chat.start();
    await chat.expectStatus('live');
  }
  const [first = ''] = await beacons();
  expect(JSON.parse(first)).toMatchObject({ outcome: 'person', attempts: 1, reconnects: 0 });
  expect(first).not.toMatch(/ticket|once code/);
});

test('a start that failed is reported with its code', async ({ chat, page, expectedErrors }) => {
  expectedErrors.push(/502/);
  const beacons = await watchBeacons(page);
  await chat.begin({ fault: { target: 'once-code', times: 1, errorCode: 'APIG.0301' } });
  await chat.expectStatus('failed');
  await expect.poll(beacons).toHaveLength(1);
  const report = { outcome: 'configuration', failureCode: 'cloud_refused', attempts: 1 };
  expect(JSON.parse((await beacons())[0] ?? '')).toMatchObject(report);
});
