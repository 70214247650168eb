// What the SDK draws inside the integrator's container, apart from the error page: the stage with the remote picture,
// captions, devices, toasts and the modal for blocked playback. All under one class, so that no rule leaks into the page.
import { DeviceSetting } from './device-setting';
import { ErrorPage } from './error-page';
import type { Language } from './sdk-events';

const TOAST_MS = 4_000;

const words = {
  en_US: { playback: 'The browser has blocked sound and picture.', play: 'Click to play' },
  zh_CN: { playback: '浏览器阻止了声音和画面的播放。', play: '点击播放' },
} as const;

export class Surface {
  readonly stage = element('div', 'hw-stage');
  readonly errorPage: ErrorPage;
  readonly devices: DeviceSetting;
  readonly #root = element('div', 'digital-intelligent-interaction');
  readonly #caption = element('div', 'hw-caption');
  readonly #toast = element('div', 'hw-toast');
  #modal: HTMLElement | null = null;
  #toastTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    container: HTMLElement,
    private readonly language: () => Language,
  ) {
    this.stage.id = 'remoteContainer';
    this.errorPage = new ErrorPage(this.#root, language);
    this.devices = new DeviceSetting(this.stage, language);
    this.#root.prepend(this.stage, this.devices.panel, this.#caption, this.#toast);
    this.#caption.hidden = this.#toast.hidden = true;
    container.append(this.#root);
  }

  showCaption(text: string): void {
    this.#caption.textContent = text;
    this.#caption.hidden = text === '';
  }

  showToast(text: string): void {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toast.hidden = false;
    this.#toastTimer = setTimeout(() => {
      this.#toast.hidden = true;
    }, TOAST_MS);
  }

  /** A modal that a click dismisses, wherever it lands. */
  showModal(text: string, button: string, onClick: () => void): void {
    this.hideModal();
    const modal = element('div', 'hw-modal');
    const sentence = element('p', 'hw-modal-text');
    sentence.textContent = text;
    const action = element('button', 'hw-button');
    action.setAttribute('type', 'button');
    action.textContent = button;
    modal.append(sentence, action);
    modal.addEventListener('click', () => {
      this.hideModal();
      onClick();
    });
    this.#root.append(modal);
    this.#modal = modal;
  }

  showPlaybackModal(onClick: () => void): void {
    const { playback, play } = words[this.language()];
    this.showModal(playback, play, onClick);
  }

  hideModal(): void {
    this.#modal?.remove();
    this.#modal = null;
  }

  remove(): void {
    clearTimeout(this.#toastTimer);
    this.#root.remove();
  }
}

function element(tag: string, className: string): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}
