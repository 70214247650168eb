// What a session lends to each of its calls: the things that outlive a rejoin, and whom to tell.
import type { AccessToken } from './access-token';
import type { CloudApi } from './cloud-api';
import type { IcsError } from './ics-error';
import type { PreparedLine } from './line';
import type { SdkConfig } from './sdk-config';
import type { Dispatch, Language, Warn } from './sdk-events';
import type { Surface } from './surface';

export interface CallContext {
  api: CloudApi;
  token: AccessToken;
  surface: Surface;
  dispatch: Dispatch;
  warn: Warn;
  /** In preparation since before the job. */
  line: PreparedLine;
  extendParam: string | null;
  config(): SdkConfig;
  language(): Language;
  muted(): boolean;
  onError(error: IcsError): void;
  /** The job can no longer be watched. */
  onRejoinDue(): void;
  onJobFinished(jobId: string, reason: string): void;
  onLanguage(language: string): void;
  /** What the cloud's RTC would report: `drop`, `peer-left`, `kick-out`. */
  onRtcEvent(event: string, afterMs: number, forever: boolean): void;
}
