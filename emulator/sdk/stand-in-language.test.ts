// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { setUpStandIn } from './stand-in-fixture';

const standIn = setUpStandIn();

beforeEach(() => void new FakeMicrophone());

describe('language', () => {
  const sent = (t: ReturnType<typeof standIn>) =>
    t.cloud.socket.sent.filter(({ action }) => action === 'change_language').map(({ language }) => language);

  it("is the robot's own at first, is sent when the stream is shown, and is CN or EN on the wire", async () => {
    const t = standIn();
    t.cloud.languages.reverse();
    await t.createReady();
    expect(sent(t)).toEqual(['CN']);
    expect(t.cloud.Sdk.getLanguageInfo()).toEqual({
      result: true,
      languageList: [
        { language: 'zh_CN', language_desc: '中文' },
        { language: 'en_US', language_desc: 'English' },
      ],
      currentLanguage: 'zh_CN',
    });
  });

  it('is stored for the robot and restored in the next session', async () => {
    const t = standIn();
    await t.createReady();
    expect(await t.cloud.Sdk.changeLanguage({ langCode: 'zh_CN' })).toEqual({ result: true });
    expect(localStorage.getItem('oldLangCode-ada')).toBe('zh_CN');
    await t.destroy();
    await t.createReady();
    expect(t.cloud.Sdk.getLanguageInfo().currentLanguage).toBe('zh_CN');
    expect(sent(t)).toEqual(['CN']);
  });

  it('is dropped when the robot no longer has it', async () => {
    const t = standIn();
    localStorage.setItem('oldLangCode-ada', 'zh_CN');
    t.cloud.languages.pop();
    await t.createReady();
    expect(localStorage.getItem('oldLangCode-ada')).toBeNull();
    expect(t.cloud.Sdk.getLanguageInfo().currentLanguage).toBe('en_US');
  });

  it('outside the list is 999300004, and 999300003 while the list is empty; neither raises an event', async () => {
    const t = standIn();
    expect(await t.cloud.Sdk.changeLanguage({ langCode: 'en_US' })).toMatchObject({ errorCode: '999300003' });
    t.cloud.languages.pop();
    await t.createReady();
    expect(await t.cloud.Sdk.changeLanguage({ langCode: 'zh_CN' })).toMatchObject({ errorCode: '999300004' });
    expect(t.errors).toEqual([]);
  });

  it('passes any other language on', async () => {
    const t = standIn();
    t.cloud.languages.splice(0, 2, { language: 'ESP', language_desc: 'Español' });
    await t.createReady();
    expect(t.cloud.Sdk.getLanguageInfo().currentLanguage).toBe('ESP');
    expect(sent(t)).toEqual(['ESP']);
  });

  it('interrupts when it changes while awake', async () => {
    const t = standIn();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.changeLanguage({ langCode: 'zh_CN' });
    await t.settle();
    expect(t.cloud.socket.sent.at(-1)).toMatchObject({ action: 'interrupt_chat' });
  });

  it('follows the cloud, and reports it once', async () => {
    const t = standIn();
    await t.createReady();
    const before = t.of('languageInfoChange').length;
    for (let push = 0; push < 2; push += 1) t.cloud.socket.push({ action: 'change_language', language: 'CN' });
    await t.settle();
    expect(t.of('languageInfoChange').slice(before)).toMatchObject([{ result: true, currentLanguage: 'zh_CN' }]);
  });

  it('has a picker, a list in the body, when there is more than one', async () => {
    const t = standIn();
    await t.createReady({ config: { showLanguageUI: true } });
    const button = document.querySelector<HTMLElement>('#box .hw-language');
    expect([button?.hidden, button?.textContent]).toEqual([false, 'English']);
    button?.click();
    const list = document.querySelector<HTMLElement>('body > .hw-language-list');
    expect(list?.style.zIndex).toBe('99999');
    list?.querySelectorAll('button')[1]?.click();
    await t.settle();
    expect(button?.textContent).toBe('中文');
    expect(localStorage.getItem('oldLangCode-ada')).toBe('zh_CN');
    expect(document.querySelector('.hw-language-list')).toBeNull();
  });
});
