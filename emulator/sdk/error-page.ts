// The vendor's full-page error inside the container: it cannot be switched off, and its button reloads the whole page
// (HwICSUiSdk 5.0.6). Of several errors the WebSocket's is shown first, then HTTP's, then the rest.
import type { ErrorModule, IcsError } from './ics-error';
import type { Language } from './sdk-events';

const precedence: readonly ErrorModule[] = ['WEBSOCKET', 'HTTP', 'RTC', 'JOB', 'UI'];

const words = {
  en_US: { title: 'Something went wrong', refresh: 'Refresh' },
  zh_CN: { title: '出现错误', refresh: '刷新' },
} as const;

export class ErrorPage {
  readonly #errors = new Map<ErrorModule, IcsError>();
  #page: HTMLElement | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly language: () => Language,
  ) {}

  /** Of HTTP's errors only the first is kept until it is cleared: returns whether this one counts. */
  add(error: IcsError): boolean {
    if (error.module === 'HTTP' && this.#errors.has('HTTP')) return false;
    this.#errors.set(error.module, error);
    this.#draw();
    return true;
  }

  clear(module: ErrorModule): void {
    if (this.#errors.delete(module)) this.#draw();
  }

  #draw(): void {
    this.#page?.remove();
    this.#page = null;
    const module = precedence.find((candidate) => this.#errors.has(candidate));
    const error = module && this.#errors.get(module);
    if (!error) return;
    const { title, refresh } = words[this.language()];
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
    this.root.append(page);
    this.#page = page;
  }
}

function paragraph(text: string, className: string): HTMLElement {
  const node = document.createElement('p');
  node.className = className;
  node.textContent = text;
  return node;
}
