// The calls of the SDK to MetaStudio (HwICSUiSdk 5.0.6), one function each. The page sets the origin. After `destroy()`
// it is empty, so later calls go to the page's own origin.
import { callCloud, type HttpAnswer, HttpFailure, type HttpRequest, type JsonObject } from './http';
import type { ServerOrigin } from './server-origin';

const BASE = '/v1/digital-human-chat';

export interface Tokens {
  access: string;
  refresh: string;
  validSeconds: number;
}

export class CloudApi {
  #origin: ServerOrigin | null = null;

  get httpOrigin(): string {
    return this.#origin?.http ?? location.origin;
  }

  setOrigin(origin: ServerOrigin | null): void {
    this.#origin = origin;
  }

  /** Uses up the once code, even if `create()` fails later. */
  async authOnceCode(robotId: string, onceCode: string): Promise<HttpAnswer & { tokens: Tokens }> {
    const body = { robot_id: robotId, once_code: onceCode };
    const answer = await this.#call('/auth-once-code', { method: 'POST', body });
    return { ...answer, tokens: readTokens(answer.body) };
  }

  async refreshTokens(refreshToken: string): Promise<Tokens> {
    return readTokens((await this.#call('/token', { method: 'PUT', token: refreshToken })).body);
  }

  async deleteToken(token: string): Promise<void> {
    await this.#call('/token', { method: 'DELETE', token });
  }

  startJob(token: string, extendParam: string | null): Promise<HttpAnswer> {
    return this.#call('/smart-chat-jobs', { method: 'POST', token, body: { extend_param: extendParam } });
  }

  jobState(token: string, jobId: string): Promise<HttpAnswer> {
    return this.#call(`/smart-chat-jobs/${encodeURIComponent(jobId)}/state`, { method: 'GET', token });
  }

  async stopJob(token: string, jobId: string): Promise<void> {
    await this.#call(`/smart-chat-jobs/${encodeURIComponent(jobId)}/stop`, { method: 'POST', token, body: {} });
  }

  async sendStats(token: string, records: readonly unknown[]): Promise<void> {
    await this.#call('/endpoint/stats', { method: 'POST', token, body: { records } });
  }

  /** Returns the address of the chat socket, with its one-time token. */
  async chatAddress(token: string, job: JsonObject): Promise<string> {
    const { body } = await this.#call('/create-once-token', { method: 'POST', token, body: {} });
    const base = this.#origin?.webSocket ?? location.origin.replace(/^http/, 'ws');
    const host = text(job.chat_access_address);
    const query = new URLSearchParams({ job_id: String(job.job_id), token: requiredText(body, 'access_token') });
    return `${host ? base.replace(/\/\/.*/, `//${host}`) : base}${BASE}/chat?${query}`;
  }

  #call(path: string, request: HttpRequest): Promise<HttpAnswer> {
    return callCloud(`${this.httpOrigin}${BASE}${path}`, request);
  }
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

function requiredText(body: JsonObject, field: string): string {
  const value = text(body[field]);
  if (value === null) throw new HttpFailure(undefined, `The answer has no ${field}`, false);
  return value;
}

function readTokens(body: JsonObject): Tokens {
  return {
    access: requiredText(body, 'access_token'),
    refresh: requiredText(body, 'refresh_token'),
    validSeconds: Number(body.valid_period) || 0,
  };
}
