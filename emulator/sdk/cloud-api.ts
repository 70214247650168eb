// The calls the SDK makes to MetaStudio (HwICSUiSdk 5.0.6), one function each: paths, headers and the fields that
// are read. It knows no order of calls and keeps no state.
import { callCloud, type HttpAnswer, HttpFailure, type HttpRequest, type JsonObject } from './http';
import type { ServerOrigin } from './server-origin';

const BASE = '/v1/digital-human-chat';

export interface Tokens {
  access: string;
  refresh: string;
  validSeconds: number;
}

export interface StartedJob {
  jobId: string;
  /** Host of the chat socket; the server address when the cloud names none. */
  chatHost: string | null;
  languages: readonly string[];
  defaultLanguage: string | null;
  chatInfo: JsonObject;
}

export interface JobState {
  state: string;
  finishReason: string;
}

export class CloudApi {
  constructor(private readonly origin: ServerOrigin) {}

  get httpOrigin(): string {
    return this.origin.http;
  }

  /** Spends the once code, whatever happens afterwards. */
  async authOnceCode(robotId: string, onceCode: string, signal: AbortSignal): Promise<HttpAnswer & { tokens: Tokens }> {
    const body = { robot_id: robotId, once_code: onceCode };
    const answer = await this.#call('/auth-once-code', { method: 'POST', body, signal });
    return { ...answer, tokens: readTokens(answer.body) };
  }

  async refreshTokens(refreshToken: string): Promise<Tokens> {
    return readTokens((await this.#call('/token', { method: 'PUT', token: refreshToken })).body);
  }

  async deleteToken(accessToken: string): Promise<void> {
    await this.#call('/token', { method: 'DELETE', token: accessToken });
  }

  async startJob(token: string, extendParam: string | null): Promise<StartedJob> {
    const { body } = await this.#call('/smart-chat-jobs', {
      method: 'POST',
      token,
      body: { extend_param: extendParam },
    });
    const voices = Array.isArray(body.voice_config_list) ? (body.voice_config_list as JsonObject[]) : [];
    return {
      jobId: requiredText(body, 'job_id'),
      chatHost: text(body.chat_access_address),
      languages: voices.map((voice) => text(voice?.language)).filter((language) => language !== null),
      defaultLanguage: text(body.default_language),
      chatInfo: { chatVideoType: body.chat_video_type, videoConfig: body.video_config },
    };
  }

  async jobState(token: string, jobId: string): Promise<JobState> {
    const { body } = await this.#call(`/smart-chat-jobs/${encodeURIComponent(jobId)}/state`, { method: 'GET', token });
    return { state: requiredText(body, 'state'), finishReason: text(body.job_finish_reason) ?? '' };
  }

  async stopJob(token: string, jobId: string): Promise<void> {
    await this.#call(`/smart-chat-jobs/${encodeURIComponent(jobId)}/stop`, { method: 'POST', token, body: {} });
  }

  /** The address of the chat socket, with the one-time token it needs. */
  async chatAddress(token: string, job: StartedJob): Promise<string> {
    const { body } = await this.#call('/create-once-token', { method: 'POST', token, body: {} });
    const base = job.chatHost ? this.origin.webSocket.replace(/\/\/.*/, `//${job.chatHost}`) : this.origin.webSocket;
    const query = new URLSearchParams({ job_id: job.jobId, token: requiredText(body, 'access_token') });
    return `${base}${BASE}/chat?${query}`;
  }

  #call(path: string, request: HttpRequest): Promise<HttpAnswer> {
    return callCloud(`${this.origin.http}${BASE}${path}`, request);
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
