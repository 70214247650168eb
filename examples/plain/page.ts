/** `DigitalHumanSession` and the DOM: no React, no SWR. */
import { fetchOnceCode } from '../../lib/digital-human/fetch-once-code.ts';
import { SdkQueue } from '../../lib/digital-human/sdk/sdk-queue.ts';
import { DigitalHumanSession } from '../../lib/digital-human/session.ts';
import { isOver } from '../../lib/digital-human/session-state.ts';
import { failure as messages } from '../../lib/i18n/en.json';
import { failureEntry } from '../../lib/i18n/failure-messages.ts';

const session = new DigitalHumanSession({
  sdkQueue: new SdkQueue(), // one per page: the vendor's SDK is one static instance
  getCode: (signal) => fetchOnceCode('/api/once-code', signal),
  sdkUrl: document.documentElement.dataset.sdkUrl ?? '',
  containerId: 'digital-human',
});

function find<T extends HTMLElement>(selector: string): T {
  const element = document.querySelector<T>(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return element;
}

const status = find('[role=status]');
const alert = find('[role=alert]');
const transcript = find('[role=log]');
const start = find<HTMLButtonElement>('#start');
const end = find<HTMLButtonElement>('#end');
const form = find<HTMLFormElement>('form');
const consent = find<HTMLDialogElement>('#consent');
const message = find<HTMLInputElement>('[name=message]');

// The page loads nothing of the SDK before the user agrees. Your app remembers the answer. This page asks at each
// visit.
let hasConsent = false;
start.onclick = () => {
  if (hasConsent) session.start();
  else consent.showModal();
};
consent.onclose = () => {
  hasConsent = consent.returnValue === 'agree';
  if (hasConsent) session.start();
};
end.onclick = () => void session.end();
form.onsubmit = async (event) => {
  event.preventDefault();
  const question = message.value;
  message.value = '';
  // A question that was not accepted returns to the box, unless the user has begun a new one.
  if (!(await session.ask(question)).accepted) message.value ||= question;
};
// Leaving the page must free the paid slot.
addEventListener('pagehide', session.leave);

function draw(): void {
  const snapshot = session.getSnapshot();
  status.dataset.status = snapshot.status;
  status.textContent = 'attempt' in snapshot ? `${snapshot.status}, attempt ${snapshot.attempt}` : snapshot.status;
  const trouble = snapshot.status === 'failed' ? snapshot.failure : snapshot.notice;
  const entry = trouble && messages.entry[failureEntry(trouble)];
  const text = entry ? `${entry.happened.replace('{code}', trouble.code)} ${entry.todo} (${trouble.code})` : '';
  // A screen reader announces an alert whenever it changes, so change it only when the text does.
  if (alert.textContent !== text) alert.textContent = text;
  start.disabled = !isOver(snapshot.status);
  end.disabled = isOver(snapshot.status);
  transcript.replaceChildren(
    ...snapshot.transcript.map(({ who, text }) => {
      const line = document.createElement('p');
      line.textContent = `${who === 'person' ? 'You' : 'Digital human'}: ${text}`; // text, never HTML
      return line;
    }),
  );
}

session.subscribe(draw);
draw();
