/**
 * A stand-in for the vendor's SDK without browser or picture: it redeems the once code at the emulator, as the real one
 * does in its first call, and reports ready. For load on the server and on the session class.
 */
import type { IcsCreateParameters, IcsListeners, IcsResult, IcsSdk } from '../../lib/digital-human/sdk/types';

const done = async (): Promise<IcsResult> => ({ result: true });

export class HttpSdk implements IcsSdk {
  #listeners: IcsListeners | undefined;

  checkBrowserSupport = async () => true;

  create = async ({ serverAddress, onceCode, robotId, eventListeners }: IcsCreateParameters): Promise<undefined> => {
    this.#listeners = eventListeners;
    const answer = await fetch(`http://${serverAddress}/v1/digital-human-chat/auth-once-code`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost' },
      body: JSON.stringify({ once_code: onceCode, robot_id: robotId }),
    });
    const body = (await answer.json()) as { error_code?: string };
    if (answer.ok) eventListeners.jobInfoChange({ isReady: true, jobId: 'job' });
    else eventListeners.error({ code: body.error_code });
  };

  destroy = async (): Promise<void> => {
    this.#listeners?.jobInfoChange({ isReady: false });
    this.#listeners = undefined;
  };

  startChat = done;
  sendTextQuestion = done;
  interactionModeSwitch = done;
  interruptSpeaking = done;
  muteRemoteAudio = async () => true;
  unmuteRemoteAudio = async () => true;
  playRemoteVideo = done;
}
