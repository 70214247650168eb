// The SDK's own picker of microphone and speaker, shown with `enableDeviceSetting`: two lists on the picture. The vendor's
// looks different; what counts is that the SDK owns the choice. Speech recognition keeps to the browser's own microphone.
import type { Language } from './sdk-events';

const words = {
  en_US: { audioinput: 'Microphone', audiooutput: 'Speaker', usual: 'As the device' },
  zh_CN: { audioinput: '麦克风', audiooutput: '扬声器', usual: '跟随设备' },
} as const;

type Kind = 'audioinput' | 'audiooutput';

export class DeviceSetting {
  readonly panel = document.createElement('div');
  /** The chosen microphone; undefined is the browser's own choice. */
  microphoneId: string | undefined;
  #isWanted = false;

  constructor(
    private readonly stage: HTMLElement,
    private readonly language: () => Language,
  ) {
    this.panel.className = 'hw-devices';
    this.panel.hidden = true;
  }

  async show(isShown: boolean): Promise<void> {
    this.#isWanted = isShown;
    if (!isShown) {
      this.panel.hidden = true;
      return;
    }
    // Devices have no names before the microphone was allowed once.
    const devices = await navigator.mediaDevices.enumerateDevices();
    this.panel.replaceChildren(
      this.#list('audioinput', devices, (id) => {
        this.microphoneId = id || undefined;
      }),
      this.#list('audiooutput', devices, (id) => void this.stage.querySelector('video')?.setSinkId(id)),
    );
    // Not before it holds something: finding the devices takes a moment.
    this.panel.hidden = !this.#isWanted;
  }

  #list(kind: Kind, devices: MediaDeviceInfo[], onChoice: (id: string) => void): HTMLElement {
    const { usual, [kind]: name } = words[this.language()];
    const label = document.createElement('label');
    const select = document.createElement('select');
    const known = devices.filter((device) => device.kind === kind && device.deviceId);
    for (const { deviceId, label } of [{ deviceId: '', label: usual }, ...known]) {
      const option = document.createElement('option');
      option.value = deviceId;
      option.textContent = label || deviceId;
      select.append(option);
    }
    select.addEventListener('change', () => onChoice(select.value));
    label.append(name, select);
    return label;
  }
}
