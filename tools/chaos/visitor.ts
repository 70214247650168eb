/**
 * A browser without a page: keeps cookies, sends forms, follows redirects one by one, and counts every byte of the
 * headers.
 */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { actions } from './action-faults';

export interface Visit {
  status: number;
  url: string;
  headers: IncomingHttpHeaders;
  /** The size of the status line and the headers, which a proxy must buffer. */
  headBytes: number;
  body: string;
}

const ANSWER_LIMIT_MS = 20_000;

export class Visitor {
  readonly visits: Visit[] = [];
  readonly #cookies = new Map<string, string>();

  readonly #headers: Record<string, string>;

  /** @param headers for every request, as from a proxy */
  constructor(headers: Record<string, string> = {}) {
    this.#headers = headers;
  }

  /** Accepts any certificate: the proxies here create their own. */
  visit(
    url: string,
    { form, headers = {} }: { form?: Record<string, string>; headers?: Record<string, string> } = {},
  ): Promise<Visit> {
    const { protocol, origin } = new URL(url);
    const boundary = 'visitor-form';
    const parts = Object.entries(form ?? {}).map(
      ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    const body = form ? `${parts.join('')}--${boundary}--\r\n` : undefined;
    return new Promise((resolve, reject) => {
      const request = (protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        method: body === undefined ? 'GET' : 'POST',
        rejectUnauthorized: false,
        timeout: ANSWER_LIMIT_MS,
        agent: false,
        headers: {
          cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '),
          ...(body === undefined
            ? {}
            : {
                origin,
                'content-type': `multipart/form-data; boundary=${boundary}`,
                'content-length': Buffer.byteLength(body),
              }),
          ...this.#headers,
          ...headers,
        },
      });
      request.once('error', reject);
      request.once('timeout', () => request.destroy(new Error(`${url} did not answer`)));
      request.once('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          for (const set of answer.headers['set-cookie'] ?? []) this.#take(set);
          const head = answer.rawHeaders.reduce((bytes, part) => bytes + Buffer.byteLength(part) + 2, 17);
          const visit = {
            status: answer.statusCode ?? 0,
            url,
            headers: answer.headers,
            headBytes: head,
            body: String(Buffer.concat(chunks)),
          };
          this.visits.push(visit);
          resolve(visit);
        });
      });
      request.end(body);
    });
  }

  /** Follows redirects until an answer is none. */
  async follow(visit: Visit, most = 12): Promise<Visit> {
    let last = visit;
    for (let step = 0; step < most && last.status >= 300 && last.status < 400 && last.headers.location; step++) {
      last = await this.visit(new URL(last.headers.location, last.url).href);
    }
    return last;
  }

  /** Submits the button of an identity provider on the sign-in page, as a browser without scripts does. */
  signInWith(site: string, provider: string): Promise<Visit> {
    return this.visit(`${site}/sign-in`, {
      form: { [`$ACTION_ID_${actionId('signInWith')}`]: '', provider, callbackUrl: '/chat' },
    });
  }

  #take(set: string): void {
    const [pair = '', ...attributes] = set.split('; ');
    const [name = '', ...value] = pair.split('=');
    const isOver = attributes.some((each) => /^max-age=0$/i.test(each) || /^expires=.*1970/i.test(each));
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join('='));
  }
}

/** The action's ID in the build. */
function actionId(name: string): string {
  const found = actions().find(([, exportedName]) => exportedName === name);
  if (!found) throw new Error(`the build has no action ${name}`);
  return found[0];
}
