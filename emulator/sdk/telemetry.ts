// The vendor's telemetry: records since the script loaded, sent once a `setConfig` or a `create` allows it. Its records
// hold method calls with their arguments, so the once code and the typed questions are among them (HwICSUiSdk 5.0.6).

const MAX_RECORDS = 5_000;
const BATCH = 20;

export interface TelemetryRecord {
  kind: string;
  name: string;
  detail: unknown;
}

export class Telemetry {
  #records: TelemetryRecord[] = [];
  #isOn = false;
  #isSending = false;

  readonly #send: (records: readonly TelemetryRecord[]) => Promise<boolean>;

  constructor(send: (records: readonly TelemetryRecord[]) => Promise<boolean>) {
    this.#send = send;
  }

  add(kind: string, name: string, detail: unknown = null): void {
    this.#records.push({ kind, name, detail });
    if (this.#records.length > MAX_RECORDS) this.#records.shift();
  }

  /** Every call decides again: without `enableBusinessTrack: false` in that very call the telemetry is on. */
  configure(config: { enableBusinessTrack?: boolean } | undefined): void {
    this.#isOn = config?.enableBusinessTrack !== false;
    void this.flush();
  }

  /** Sends the records, oldest first. Stops at a failure, and continues at the next call. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    while (this.#isOn && this.#records.length > 0) {
      if (!(await this.#send(this.#records.slice(0, BATCH)))) break;
      this.#records.splice(0, BATCH);
    }
    this.#isSending = false;
  }
}
