// The microphone: the vendor's check before a chat (tried four times, 0.5 s apart) and the stream that is published.
// It names what went wrong in the codes of the RTC library; who shows them is not its business.
import type { OwnErrorCode } from './ics-error';
import { pause } from './pause';

const RETRIES = 3;
const RETRY_EVERY_MS = 500;

/** `true` when a microphone could be opened; it is let go of at once. */
export async function checkMicrophone(deviceId: string | undefined): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    const microphone = await openMicrophone(deviceId);
    if (microphone instanceof MediaStream) {
      releaseMicrophone(microphone);
      return true;
    }
    if (attempt === RETRIES) return false;
    await pause(RETRY_EVERY_MS);
  }
}

export async function openMicrophone(deviceId: string | undefined): Promise<MediaStream | OwnErrorCode> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: deviceId ? { deviceId } : true });
  } catch (error) {
    return codeOf(error);
  }
}

export function releaseMicrophone(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

function codeOf(error: unknown): OwnErrorCode {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return '90100017';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return '90100019';
  if (name === 'NotReadableError' || name === 'AbortError') return '90100020';
  return '999100004'; // no mediaDevices at all: the page is not in a secure context
}
