// The vendor's toasts, in `document.body` at z-index 2000: minor trouble without an event (HwICSUiSdk 5.0.6).

const TOAST_MS = 3_000;

export interface ToastLink {
  text: string;
  onClick(): void;
}

export class Toasts {
  #toast: HTMLElement | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly #isWanted: () => boolean;

  constructor(isWanted: () => boolean) {
    this.#isWanted = isWanted;
  }

  show(text: string, timeoutMs = TOAST_MS): void {
    if (!this.#isWanted()) return;
    this.#draw(text);
    this.#timer = setTimeout(() => this.hide(), timeoutMs);
  }

  /** Stays until it is hidden or the user clicks its link. */
  showWithLink(text: string, link: ToastLink): void {
    if (!this.#isWanted()) return;
    const anchor = document.createElement('button');
    anchor.type = 'button';
    anchor.textContent = link.text;
    anchor.addEventListener('click', () => {
      this.hide();
      link.onClick();
    });
    this.#draw(text).append(' ', anchor);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#toast?.remove();
    this.#toast = null;
  }

  #draw(text: string): HTMLElement {
    this.hide();
    const toast = document.createElement('div');
    toast.className = 'hw-toast';
    toast.textContent = text;
    document.body.append(toast);
    this.#toast = toast;
    return toast;
  }
}
