// The vendor's modals: in `document.body`, above everything, with a focus trap and without page scrolling. Each call
// opens another one. Only its own button or Enter, wherever the focus is, closes it (HwICSUiSdk 5.0.6).

const Z_INDEX = 100_000;

interface Dialog {
  element: HTMLElement;
  confirm(): void;
}

export class Dialogs {
  readonly #open: Dialog[] = [];
  #bodyOverflow = '';

  /** The document-wide listener that the vendor registers when its script loads. */
  listen(): void {
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      const top = this.#open.at(-1);
      if (!top) return;
      event.preventDefault();
      top.confirm();
    });
    document.addEventListener('focusin', ({ target }) => {
      const top = this.#open.at(-1)?.element;
      if (top && target instanceof Node && !top.contains(target)) top.querySelector('button')?.focus();
    });
  }

  alert(text: string, button: string): Promise<void> {
    const sentence = document.createElement('p');
    sentence.className = 'hw-modal-text';
    sentence.textContent = text;
    return this.show(sentence, button);
  }

  /** Resolves when the user confirms it. */
  show(content: HTMLElement, button: string): Promise<void> {
    const action = document.createElement('button');
    action.type = 'button';
    action.className = 'hw-button';
    action.textContent = button;
    const element = document.createElement('div');
    element.className = 'hw-modal';
    element.style.zIndex = String(Z_INDEX);
    element.append(content, action);
    return new Promise((resolve) => {
      const dialog: Dialog = { element, confirm: () => this.#close(dialog, resolve) };
      action.addEventListener('click', dialog.confirm);
      if (this.#open.length === 0) {
        this.#bodyOverflow = document.body.style.overflow;
        document.body.style.overflow = 'hidden';
      }
      this.#open.push(dialog);
      document.body.append(element);
      action.focus();
    });
  }

  #close(dialog: Dialog, resolve: () => void): void {
    const at = this.#open.indexOf(dialog);
    if (at < 0) return;
    this.#open.splice(at, 1);
    dialog.element.remove();
    if (this.#open.length === 0) document.body.style.overflow = this.#bodyOverflow;
    resolve();
  }
}
