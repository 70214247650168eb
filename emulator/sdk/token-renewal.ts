// Renews a session's tokens at half of their lifetime. Each sign-in starts one renewal, and nothing ends it: neither
// `destroy()` nor the next sign-in (HwICSUiSdk 5.0.6).
import type { CloudApi, Tokens } from './cloud-api';
import { HttpFailure } from './http';

export interface RenewalWatcher {
  /** Replaces all tokens, those of a later sign-in included. */
  onRenewed(tokens: Tokens): void;
  onFailed(failure: HttpFailure): void;
}

export function renewForEver(api: Pick<CloudApi, 'refreshTokens'>, tokens: Tokens, watcher: RenewalWatcher): void {
  if (tokens.validSeconds <= 0) return;
  const renew = async () => {
    let next = tokens;
    try {
      next = await api.refreshTokens(tokens.refresh);
      watcher.onRenewed(next);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      watcher.onFailed(error);
    }
    renewForEver(api, next, watcher);
  };
  setTimeout(() => void renew(), (tokens.validSeconds / 2) * 1000);
}
