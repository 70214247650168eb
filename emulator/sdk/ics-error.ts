// The stand-in's own error codes (the cloud's pass through as they come) and the shape in which the SDK
// reports them. Names and meanings: MetaStudio docs, "ICSError"; HwICSUiSdk 5.0.6. Knows nothing of the page.

/** Which part of the SDK failed. The error page prefers WebSocket over HTTP over RTC. */
export type ErrorModule = 'UI' | 'WEBSOCKET' | 'HTTP' | 'RTC' | 'JOB';

export interface IcsError {
  /** Usually one of the vendor's codes, but also an HTTP status or an axios code, or nothing at all. */
  code: string | undefined;
  message: string;
  module: ErrorModule;
}

export const ownErrors = {
  '999000001': 'The state of the job cannot be read',
  '999000002': 'The job ended unexpectedly',
  '999100003': 'Kicked out: the same user joined elsewhere',
  '999100004': 'The microphone cannot be used',
  '999100005': 'The digital human left the room',
  '999200001': 'The chat connection cannot be opened',
  '999200002': 'The chat connection gave no answer in time',
  '999200003': 'The chat connection is closed',
  '999300001': 'The container does not exist',
  '999300002': 'A parameter is missing or has the wrong type',
  '999400001': 'Not allowed while the digital human is speaking',
  '999400002': 'Not allowed before authentication',
  '999400003': 'The job was ended because nothing was said for too long',
  '999400004': 'The method is still running',
  '999400005': 'The job is not ready',
  '90100017': 'The browser was not allowed to use the microphone',
  '90100019': 'No microphone was found',
  '90100020': 'The microphone cannot be read: another program may hold it',
  '90100021': 'The browser does not allow playback before a gesture',
  'MSS.47015028': 'Speech recognition is not available',
} as const;

export type OwnErrorCode = keyof typeof ownErrors;

/** What the methods resolve with. */
export interface UiSdkResult {
  result: boolean;
  errorCode: string;
  errorMsg: string;
}

export interface ChatResult extends UiSdkResult {
  chatId: string;
  sessionId: string;
}

export const success = (): UiSdkResult => ({ result: true, errorCode: '', errorMsg: '' });

export const refusal = (code: OwnErrorCode): UiSdkResult => ({
  result: false,
  errorCode: code,
  errorMsg: ownErrors[code],
});

export const withoutChat = (result: UiSdkResult): ChatResult => ({ ...result, chatId: '', sessionId: '' });
