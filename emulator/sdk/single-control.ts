// Allows one call of a method at a time, with the flaw of the vendor's decorator (HwICSUiSdk 5.0.6): after a call
// *rejects*, the method returns 999400004 until the page reloads. Only three methods have it.
import { refusal, type UiSdkResult } from './ics-error';

export class SingleControl {
  readonly #running = new Set<string>();

  run<Result>(
    method: 'create' | 'startChat' | 'stopChat',
    action: () => Promise<Result>,
  ): Promise<Result | UiSdkResult> {
    if (this.#running.has(method)) return Promise.resolve(refusal('999400004'));
    this.#running.add(method);
    return action().then((result) => {
      this.#running.delete(method);
      return result;
    });
  }
}
