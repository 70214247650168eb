/**
 * Asks the browser for the microphone, and says in our own codes why there is none. The SDK asks too, but has one code
 * for a refusal and for a missing device (999100004, HwICSUiSdk 5.0.6). It must not know the SDK.
 */
import { type OwnFailureCode, ownFailure, SessionFailure } from './failures';

/** @throws SessionFailure `microphone_denied`, `microphone_missing` or `microphone_in_use` */
export async function openMicrophone(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    throw new SessionFailure(ownFailure(reasonOf(error)));
  }
}

export function closeMicrophone(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

/** Calls back when the last microphone is unplugged. With another one left, the SDK goes on by itself. */
export function onLastMicrophoneGone(callback: () => void, signal: AbortSignal): void {
  const look = async () => {
    const devices = await navigator.mediaDevices.enumerateDevices();
    if (!signal.aborted && !devices.some(({ kind }) => kind === 'audioinput')) callback();
  };
  navigator.mediaDevices.addEventListener('devicechange', () => void look(), { signal });
}

function reasonOf(error: unknown): OwnFailureCode {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'microphone_denied';
    case 'NotReadableError':
    case 'AbortError':
      return 'microphone_in_use';
    default: // NotFoundError, OverconstrainedError, or no `mediaDevices` at all
      return 'microphone_missing';
  }
}
