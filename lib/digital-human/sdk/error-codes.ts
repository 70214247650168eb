/**
 * The vendor's error codes by the kind of failure they mean. Codes come with or without the prefix `MSS.`.
 * Sources: type declarations of HwICSUiSdk 5.0.6 and MetaStudio docs, "Error codes".
 */
import { type Failure, type FailureKind, failureTable } from '../failures.ts';

/** Both ends included. */
const codesBetween = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => String(first + at));

/** Errors of the worker that renders the digital human. */
const workerCodes = codesBetween(47000001, 47000029).filter((code) => code !== '47000012');

/** Separated by spaces or lines. */
const codes = (text: string): string[] => text.trim().split(/\s+/);

/** The service that produces the answers is misconfigured. */
const brainCodes = codes('47030103 47030104 47030114 47030115 47040041 47040042');

const vendorCodesByKind: Partial<Record<FailureKind, readonly string[]>> = {
  refused: codes('47010046 00000004'),
  locked: codes('47010047 47010044'),
  // 47010004: too many requests; 47015005/6: too many WebSocket connections; 47002000–2 and 200…: used-up capacity.
  busy: codes(`
    20010135 47010013 47010040 20010139 20010089 20010035 47002000 47002001 47002002 47010004 47015005 47015006
  `),
  quota: codes('20010056 20010065 20010075 47010120 47010121'),
  permission: codes('47010009 47010035 47010063 47010011'),
  configuration: [
    ...codes(`
      47010002 47010003 47010015 47010010 47010012 47010014 47010016 47010033 47010048 47010049 47010050 47010051
      47010001 47010034 47010163 00000003 47010043 47010045 47010152 90100011 999300001 999300002 47015010
      47015017
    `),
    ...brainCodes,
  ],
  // The job could not be started, monitored or stopped. 47010105/6 and 90100030/31: the session's tokens are not valid;
  // a new session gets new ones.
  start: [
    ...codes(`
      47010005 47010006 47010007 47010008 20010001 20010003 20010010 20010040 20010041 20010042 20010043 20010044
      20010045 20010046 20010047 20010050 20010053 20010060 20010066 20010067 20010070 20010071 20010074 20010076
      20010131 20010140 20010148 47010037 00000001 00000002 47010111 47010122 90100030 90100031
    `),
    ...codesBetween(47010100, 47010107),
    ...workerCodes,
  ],
  // The connections of chat and media.
  network: codes(`
    47010119 47015011 47015012 90000001 90000004 90000005 90100001 90100004 90100007 90100008 90100009 90100010
    90100022 90100023 90100024 90100027 90100028 90100029 ERR_NETWORK ECONNABORTED ETIMEDOUT -100 90100012
    90100013 90100014 90100015 90100016 90100026 90100100 90100200 90100600 4005 999100001 999100002 999200001
    999200002 999200003 999200004 999200006
  `),
  lost: codes('999000001 999000002 999100005 999100008 999400003 20010146 47000012 47010065'),
  kicked: codes('999100003 999100006 999200005'),
  browser: codes('90100002 90100025 90100032 90100033 90100034 90100035 90100036 90100037'),
  microphone: codes('90100038 999100004 999100007 90100017 90100018 90100019 90100020 90100003 90100005'),
  hearing: codes('47015018 47015029 47015030 47015031 47010141 47010143 47015015 47015028'),
  playback: codes('90100021'),
  answer: codes(`
    47010136 47015008 47015009 20050040 20051001 47010130 47010131 47010134 47050001 47050002 47050003 47050004
    47010124 47010125 47010126 47010127 47010128 47010150 20050029 20050038 20050039 20050042 20050064
  `),
  question: codes('47010144 47010145 47010146 47010147 47010148 999400002 999400005'),
  // 99930000…: the digital human speaks one language, or not the one asked for. 90100006 concerns
  // the choice of a speaker. The SDK itself ignores the last two.
  ignorable: codes('999400001 999400004 47015019 999300003 999300004 90100006 47010038 47010039'),
};

const kindByVendorCode = new Map(
  Object.entries(vendorCodesByKind).flatMap(([kind, known]) =>
    known.map((code) => [code, kind as FailureKind] as const),
  ),
);

/** Every vendor code we know, for the error catalogue and its test. */
export const knownVendorCodes: readonly string[] = Object.values(vendorCodesByKind).flat();

function kindOfVendorCode(code: string): FailureKind {
  const known = kindByVendorCode.get(code.replace(/^MSS\./, ''));
  if (known) return known;
  // The SDK reports the HTTP status when the answer has no error code (HwICSUiSdk 5.0.6).
  if (/^5\d\d$/.test(code)) return 'network';
  if (code === '429') return 'busy';
  if (/^4\d\d$/.test(code)) return 'configuration';
  return 'unknown';
}

/** @param code as the SDK reports it. It may be anything, `undefined` included: a backend can answer without a code. */
export function vendorFailure(code: unknown): Failure {
  const text = typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, 64) : '';
  const kind = kindOfVendorCode(text);
  return { code: text || 'unknown', kind, retry: failureTable[kind].retry };
}

/**
 * From these the SDK recovers by itself: it stops the job and starts a new one with the tokens it has (HwICSUiSdk
 * 5.0.6). It can take 90 s; it needs no once code.
 */
const rejoinCodes = new Set(['999000001', '999100005', '999100008', '20010146', '47000012', '47010065']);

export const rejoinsByItself = (failure: Failure): boolean => rejoinCodes.has(failure.code.replace(/^MSS\./, ''));

/** The digital human is live, but its brain does not answer. */
export const isOfBrain = (failure: Failure): boolean => brainCodes.includes(failure.code.replace(/^MSS\./, ''));
