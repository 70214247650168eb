// The error codes of the SDK itself (the cloud's pass through unchanged) and the shape in which it reports them. Names
// and meanings: MetaStudio docs, "ICSError"; HwICSUiSdk 5.0.6.

/** Nearly every error of the SDK names this module. The parameter checks of `create()` name `HwICS`. */
export type ErrorModule = 'HwICS.dealError' | 'HwICS';

export interface IcsError {
  /** Usually one of the vendor's codes, but may be an HTTP status, an axios code or undefined. */
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
  '999100007': 'No microphone is published',
  '999100008': 'No stream came in time',
  '999200001': 'The chat connection cannot be opened',
  '999200002': 'The chat connection gave no answer in time',
  '999200003': 'The chat connection is closed',
  '999300001': 'The container does not exist',
  '999300002': 'A parameter is missing or has the wrong type',
  '999300003': 'The list of languages is empty',
  '999300004': 'The language is not in the list',
  '999400001': 'Not allowed while the digital human is speaking',
  '999400002': 'Not allowed before authentication',
  '999400003': 'The job was ended because nothing was said for too long',
  '999400004': 'The method is still running',
  '999400005': 'The job is not ready',
  '90100002': 'The browser gives no access to media devices',
  '90100017': 'The browser was not allowed to use the microphone',
  '90100018': 'No microphone has the wanted properties',
  '90100019': 'No microphone was found',
  '90100020': 'The microphone cannot be read: another program may hold it',
  '90100021': 'The browser does not allow playback before a gesture',
  '90100026': 'The media connection cannot be established',
  'MSS.47010147': 'The previous question is still being answered',
  'MSS.47015028': 'Speech recognition is not available',
} as const;

export type OwnErrorCode = keyof typeof ownErrors;

/** The result of the methods. A success may have a code and a text, too. */
export interface UiSdkResult {
  result: boolean;
  errorCode?: string | undefined;
  errorMsg?: string | undefined;
}

export interface ChatResult extends UiSdkResult {
  chatId: string;
  sessionId?: string;
}

export const SUCCESS_CODE = 'MSS.00000000';

export const refusal = (code: OwnErrorCode): UiSdkResult & { errorMsg: string } => ({
  result: false,
  errorCode: code,
  errorMsg: ownErrors[code],
});
