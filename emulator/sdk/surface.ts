// Draws inside the integrator's container: the stage with the remote picture, captions, the device icon and the error
// page. Everything is under one class, so no rule affects the page.
import { DeviceSetting, type DeviceSettingContext } from './device-setting';
import { ErrorPage } from './error-page';
import { LanguagePicker, type LanguagePickerContext } from './language-picker';
import type { SdkConfig } from './sdk-events';

export class Surface {
  readonly stage = element('div', 'hw-stage');
  readonly errorPage: ErrorPage;
  readonly #devices: DeviceSetting;
  readonly #languages: LanguagePicker;
  readonly #root = element('div', 'digital-intelligent-interaction');
  readonly #caption = element('div', 'hw-caption');

  constructor(container: HTMLElement, context: Omit<DeviceSettingContext, 'onSpeaker'> & LanguagePickerContext) {
    this.stage.id = 'remoteContainer';
    this.errorPage = new ErrorPage(this.#root, context.language);
    this.#languages = new LanguagePicker(context);
    this.#devices = new DeviceSetting({
      ...context,
      onSpeaker: (id) => void this.stage.querySelector('video')?.setSinkId(id),
    });
    this.#root.prepend(this.stage, this.#devices.icon, this.#languages.button, this.#caption);
    this.#caption.hidden = true;
    container.append(this.#root);
  }

  /** Shows the parts beside the picture according to the settings. */
  apply({ enableDeviceSetting, showLanguageUI }: SdkConfig): void {
    this.#devices.show(enableDeviceSetting);
    this.#languages.show(showLanguageUI);
  }

  showCaption(text: string): void {
    this.#caption.textContent = text;
    this.#caption.hidden = text === '';
  }

  remove(): void {
    this.#languages.close();
    this.#root.remove();
  }
}

function element(tag: string, className: string): HTMLElement {
  const node = document.createElement(tag);
  node.className = className;
  return node;
}
