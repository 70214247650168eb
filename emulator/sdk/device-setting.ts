// The SDK's own picker of microphone and speaker, shown with `enableDeviceSetting`: an icon on the picture. A click
// requests the microphone, then opens a modal. The SDK looks for the test sound beside the page, where there is none
// (HwICSUiSdk 5.0.6).
import type { Dialogs } from './dialogs';
import type { Language } from './sdk-events';
import { readStored, writeStored } from './stored';

const texts = {
  en_US: {
    open: 'Devices',
    audioinput: 'Microphone',
    audiooutput: 'Speaker',
    usual: 'System',
    test: 'Test the speaker',
    done: 'OK',
  },
  zh_CN: {
    open: '设备',
    audioinput: '麦克风',
    audiooutput: '扬声器',
    usual: '系统默认',
    test: '测试扬声器',
    done: '确定',
  },
} as const;

const TEST_SOUND = 'icswebclient/SoundTest.mp3';

type Kind = 'audioinput' | 'audiooutput';

/** The vendor stores the choice on the device. The names of its keys are a guess. */
const storedAs: Record<Kind, string> = { audioinput: 'microphoneId', audiooutput: 'speakerId' };

export interface DeviceSettingContext {
  language(): Language;
  dialogs: Pick<Dialogs, 'show'>;
  onMicrophone(id: string | undefined): void;
  onSpeaker(id: string): void;
}

export class DeviceSetting {
  readonly icon = document.createElement('button');

  readonly #context: DeviceSettingContext;

  constructor(context: DeviceSettingContext) {
    this.#context = context;

    this.icon.type = 'button';
    this.icon.className = 'hw-devices';
    this.icon.hidden = true;
    this.icon.addEventListener('click', () => void this.#open());
  }

  show(isShown: boolean): void {
    this.icon.textContent = texts[this.#context.language()].open;
    this.icon.hidden = !isShown;
  }

  async #open(): Promise<void> {
    // Devices have no labels before the user has allowed the microphone once.
    const allowed = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    for (const track of allowed?.getTracks() ?? []) track.stop();
    const devices = await navigator.mediaDevices.enumerateDevices();
    const { test, done } = texts[this.#context.language()];
    const content = document.createElement('div');
    content.className = 'hw-device-lists';
    const sound = document.createElement('button');
    sound.type = 'button';
    sound.textContent = test;
    sound.addEventListener('click', () => void new Audio(TEST_SOUND).play().catch(() => undefined));
    content.append(
      this.#list('audioinput', devices, (id) => this.#context.onMicrophone(id || undefined)),
      this.#list('audiooutput', devices, (id) => this.#context.onSpeaker(id)),
      sound,
    );
    await this.#context.dialogs.show(content, done);
  }

  #list(kind: Kind, devices: MediaDeviceInfo[], onChoice: (id: string) => void): HTMLElement {
    const { usual, [kind]: name } = texts[this.#context.language()];
    const label = document.createElement('label');
    const select = document.createElement('select');
    const known = devices.filter((device) => device.kind === kind && device.deviceId);
    for (const { deviceId, label } of [{ deviceId: '', label: usual }, ...known]) {
      const option = document.createElement('option');
      option.value = deviceId;
      option.textContent = label || deviceId;
      select.append(option);
    }
    select.value = readStored(storedAs[kind]) ?? '';
    select.addEventListener('change', () => {
      writeStored(storedAs[kind], select.value);
      onChoice(select.value);
    });
    label.append(name, select);
    return label;
  }
}
