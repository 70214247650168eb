// The microphone: the vendor's check before a chat (four tries, 0.5 s apart) and the published stream. It reports
// failures with the codes of the RTC library.
import type { OwnErrorCode } from './ics-error';
import { pause } from './pause';

const RETRIES = 3;
const RETRY_EVERY_MS = 500;
const SAMPLE_RATE = 8_000;

/** Whether the microphone can be opened. The vendor's check leaves it open. */
export async function checkMicrophone(deviceId: string | undefined): Promise<boolean> {
  for (let attempt = 0; ; attempt += 1) {
    if (typeof (await openMicrophone(deviceId)) !== 'string') return true;
    if (attempt === RETRIES) return false;
    await pause(RETRY_EVERY_MS);
  }
}

export async function openMicrophone(deviceId: string | undefined): Promise<MediaStream | OwnErrorCode> {
  const audio: MediaTrackConstraints = { sampleRate: SAMPLE_RATE, ...(deviceId ? { deviceId } : {}) };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (error) {
    return codeOf(error);
  }
}

export function closeMicrophone(microphone: MediaStream): void {
  for (const track of microphone.getTracks()) track.stop();
}

function codeOf(error: unknown): OwnErrorCode {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return '90100017';
  if (name === 'OverconstrainedError') return '90100018';
  if (name === 'NotFoundError') return '90100019';
  if (name === 'NotReadableError' || name === 'AbortError') return '90100020';
  return '90100002'; // no mediaDevices: the page is not in a secure context
}
