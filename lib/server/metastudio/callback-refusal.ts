/** Why a call to the LLM callback is refused. On the wire: 400 `{error_code, error_msg}`. */
export type RefusalCode =
  | 'bad_size'
  | 'bad_query'
  | 'bad_time'
  | 'bad_signature'
  | 'bad_body'
  | 'bad_app_id'
  | 'replay';

export class CallbackRefusal extends Error {
  override name = 'CallbackRefusal';
  readonly code: RefusalCode;

  /** @param message says what is wrong and never repeats a value of the request */
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
