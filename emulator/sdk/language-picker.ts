// The SDK's own picker of languages, shown with `showLanguageUI` where there is more than one: a button on the picture whose list
// opens in `document.body` at z-index 99999 (HwICSUiSdk 5.0.6).
import type { LanguageInfo } from './sdk-events';

const Z_INDEX = 99_999;

export interface LanguagePickerContext {
  languageInfo(): LanguageInfo;
  onLanguage(language: string): void;
}

export class LanguagePicker {
  readonly button = document.createElement('button');
  #list: HTMLElement | null = null;

  readonly #context: LanguagePickerContext;

  constructor(context: LanguagePickerContext) {
    this.#context = context;

    this.button.type = 'button';
    this.button.className = 'hw-language';
    this.button.hidden = true;
    this.button.addEventListener('click', () => (this.#list ? this.close() : this.#open()));
  }

  show(isShown: boolean): void {
    const { languageList = [], currentLanguage } = this.#context.languageInfo();
    const current = languageList.find(({ language }) => language === currentLanguage) ?? languageList[0];
    this.button.textContent = current?.language_desc ?? '';
    this.button.hidden = !isShown || languageList.length < 2;
    if (this.button.hidden) this.close();
  }

  close(): void {
    this.#list?.remove();
    this.#list = null;
  }

  #open(): void {
    const list = document.createElement('div');
    list.className = 'hw-language-list';
    list.style.zIndex = String(Z_INDEX);
    for (const { language, language_desc } of this.#context.languageInfo().languageList ?? []) {
      const item = document.createElement('button');
      item.type = 'button';
      item.textContent = language_desc;
      item.addEventListener('click', () => {
        this.close();
        this.#context.onLanguage(language);
      });
      list.append(item);
    }
    document.body.append(list);
    this.#list = list;
  }
}
