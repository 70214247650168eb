// Applies the faults of `create()` that the emulator requests through a header of the first call. The vendor's SDK has
// no such header; it reproduces the SDK's rare failures for tests.
import { pause } from './pause';

const HEADER = 'x-emulator-sdk-fault';

interface CreateFault {
  kind?: 'hang' | 'drop' | 'malformed';
  errorCode?: string;
  delayMs?: number;
}

export function readCreateFault(headers: Headers): CreateFault {
  const header = headers.get(HEADER);
  return header ? (JSON.parse(header) as CreateFault) : {};
}

/** Resolves when `create()` may continue, with whether it should. `hang` never resolves and `drop` rejects. */
export async function applyCreateFault(fault: CreateFault, onError: (code: string) => void): Promise<boolean> {
  if (fault.delayMs) await pause(fault.delayMs);
  if (fault.kind === 'hang') await new Promise<never>(() => {});
  if (fault.kind === 'drop') throw new Error('The emulator requested that create() fails inside');
  if (fault.errorCode) onError(fault.errorCode);
  return fault.kind !== 'malformed' && !fault.errorCode;
}
