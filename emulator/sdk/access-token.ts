// The tokens a redeemed once code was exchanged for: kept for the whole session, over every rejoin, and renewed at
// half of their life (HwICSUiSdk 5.0.6). A failed renewal is tried again at the next half.
import type { CloudApi, Tokens } from './cloud-api';

export class AccessToken {
  #tokens: Tokens;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly api: CloudApi,
    tokens: Tokens,
  ) {
    this.#tokens = tokens;
    this.#scheduleRenewal();
  }

  get value(): string {
    return this.#tokens.access;
  }

  /** Stops renewing and tells the cloud to forget the token. What the cloud answers changes nothing. */
  async discard(): Promise<void> {
    clearTimeout(this.#timer);
    await this.api.deleteToken(this.#tokens.access).catch(() => undefined);
  }

  #scheduleRenewal(): void {
    if (this.#tokens.validSeconds <= 0) return;
    this.#timer = setTimeout(() => void this.#renew(), (this.#tokens.validSeconds / 2) * 1000);
  }

  async #renew(): Promise<void> {
    const timer = this.#timer;
    try {
      const renewed = await this.api.refreshTokens(this.#tokens.refresh);
      this.#tokens = renewed;
    } catch {
      // The old token still has half of its life: the next round tries again.
    }
    if (timer === this.#timer) this.#scheduleRenewal();
  }
}
