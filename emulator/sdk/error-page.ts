// The vendor's full-page error inside the container. It cannot be switched off, and its button reloads the page. It
// keeps the first error of each kind until that is cleared, and shows the WebSocket's before HTTP's and HTTP's before
// RTC's (HwICSUiSdk 5.0.6).
import type { Language } from './sdk-events';

const precedence = ['websocket', 'http', 'rtc'] as const;
export type ErrorKind = (typeof precedence)[number];

interface ShownError {
  code: string | undefined;
  message: string;
}

const texts = {
  en_US: { title: 'Something went wrong', refresh: 'Refresh' },
  zh_CN: { title: '出现错误', refresh: '刷新' },
} as const;

export class ErrorPage {
  readonly #errors = new Map<ErrorKind, ShownError>();
  #page: HTMLElement | null = null;

  readonly #root: HTMLElement;
  readonly #language: () => Language;

  constructor(root: HTMLElement, language: () => Language) {
    this.#root = root;
    this.#language = language;
  }

  add(kind: ErrorKind, error: ShownError): void {
    if (this.#errors.has(kind)) return;
    this.#errors.set(kind, error);
    this.#draw();
  }

  clear(kind?: ErrorKind): void {
    if (kind) this.#errors.delete(kind);
    else this.#errors.clear();
    this.#draw();
  }

  #draw(): void {
    this.#page?.remove();
    this.#page = null;
    const kind = precedence.find((candidate) => this.#errors.has(candidate));
    const error = kind && this.#errors.get(kind);
    if (!error) return;
    const { title, refresh } = texts[this.#language()];
    const page = document.createElement('div');
    page.className = 'hw-error-page';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'hw-button';
    button.textContent = refresh;
    button.addEventListener('click', () => location.reload());
    page.append(paragraph(title, 'hw-error-title'), paragraph(error.message, 'hw-error-text'));
    if (error.code) page.append(paragraph(error.code, 'hw-error-code'));
    page.append(button);
    this.#root.append(page);
    this.#page = page;
  }
}

function paragraph(text: string, className: string): HTMLElement {
  const node = document.createElement('p');
  node.className = className;
  node.textContent = text;
  return node;
}
