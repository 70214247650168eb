/**
 * The vendor's errors: HTTP status, code and body of each.
 * Statuses and texts: MetaStudio docs, "Error codes", and the API gateway's error table.
 */

interface Row {
  status: number;
  message: string;
}

const rows: Readonly<Record<string, Row>> = {
  'APIG.0101': { status: 404, message: 'The API does not exist or has not been published in the environment.' },
  'APIG.0201': { status: 502, message: 'Backend unavailable.' },
  'APIG.0202': { status: 504, message: 'Backend timeout.' },
  'APIG.0203': { status: 500, message: 'Internal server error.' },
  'APIG.0301': { status: 401, message: 'Incorrect IAM authentication information.' },
  'APIG.0302': { status: 403, message: 'The IAM user is not authorized to access the API.' },
  'APIG.0307': { status: 401, message: 'The token must be updated.' },
  'APIG.0308': { status: 429, message: 'The throttling threshold has been reached.' },
  'APIG.0801': { status: 503, message: 'Service unavailable.' },
  'MSS.00000003': { status: 400, message: 'Invalid parameter' },
  'MSS.00000004': { status: 500, message: 'Internal Error' },
  'MSS.00010008': { status: 400, message: 'Invalid token in the header.' },
  'MSS.00010009': { status: 400, message: 'urlTenantId is not equal tokenTenantId' },
  // Guess: the statuses of the next three.
  'MSS.20010135': { status: 400, message: 'The number of chat jobs is over the concurrency of the conversation.' },
  'MSS.47010001': { status: 400, message: 'The conversation room does not exist.' },
  'MSS.47010163': { status: 400, message: 'The robot belongs to no conversation room.' },
  'MSS.47010034': { status: 400, message: 'The robot does not exist.' },
  'MSS.47010046': { status: 401, message: 'One-off code authentication failed. Use a correct one-off code.' },
  // No excerpt of the docs has its status. The 403 rows of the table are the likely source.
  'MSS.47010047': { status: 403, message: 'One-off code authentication is locked: too many failed attempts.' },
  'MSS.47010105': { status: 401, message: 'The token is invalid.' },
  'MSS.47010106': { status: 401, message: 'The query parameter is invalid.' },
  'MSS.47010130': { status: 500, message: 'The third-party language model gave an empty answer.' },
  'MSS.47010131': { status: 500, message: 'The URL of the third-party language model is empty.' },
  'MSS.47010134': { status: 500, message: 'The URL of the third-party language model is invalid.' },
  'MSS.47010144': { status: 400, message: 'The chat is not in text mode.' },
  'MSS.47010145': { status: 400, message: 'The question is too long.' },
  'MSS.47010146': { status: 400, message: 'The question is empty.' },
  '47050004': { status: 500, message: 'The LLM could not be reached.' },
  'MSS.47010147': { status: 400, message: 'The previous question is still being answered.' },
};

/** The code for a fault that names only a status. */
const codeByStatus: Readonly<Record<number, string>> = {
  401: 'APIG.0301',
  403: 'APIG.0302',
  404: 'APIG.0101',
  429: 'APIG.0308',
  500: 'APIG.0203',
  502: 'APIG.0201',
  503: 'APIG.0801',
  504: 'APIG.0202',
};

export abstract class CloudError extends Error {
  abstract readonly status: number;
  abstract toJSON(): object;
}

export class VendorError extends CloudError {
  override readonly name = 'VendorError';
  readonly status: number;

  readonly errorCode: string;

  constructor(errorCode: string, override: Partial<Row> = {}) {
    super(override.message ?? rows[errorCode]?.message ?? 'Request failed.');
    this.errorCode = errorCode;

    this.status = override.status ?? rows[errorCode]?.status ?? 400;
  }

  static ofStatus(status: number): VendorError {
    return new VendorError(codeByStatus[status] ?? (status < 500 ? 'MSS.00000003' : 'MSS.00000004'), { status });
  }

  toJSON(): { error_code: string; error_msg: string } {
    return { error_code: this.errorCode, error_msg: this.message };
  }
}

/** IAM's errors have their own shape. */
export class IamError extends CloudError {
  override readonly name = 'IamError';

  readonly status: 400 | 401;

  constructor(status: 400 | 401, message: string) {
    super(message);
    this.status = status;
  }

  toJSON(): object {
    const title = this.status === 401 ? 'Unauthorized' : 'Bad Request';
    return { error: { code: this.status, message: this.message, title } };
  }
}
