'use client';
/**
 * A once code through SWR, as a mutation: it neither caches, nor dedupes, nor retries, nor refetches on focus,
 * each of which would spend a code or use one twice. It must not know the SDK.
 */
import { useCallback } from 'react';
import useSWRMutation from 'swr/mutation';
import { fetchOnceCode, type GetCode, type OnceCode } from './fetch-once-code';

type Outcome = { code: OnceCode } | { error: unknown };

interface OnceCodeRequest {
  signal: AbortSignal;
  shownUser: string | undefined;
}

/** SWR drops the error of a mutation when a newer one or a `reset()` came meanwhile: so errors are returned. */
const requestOutcome = (url: string, { arg }: { arg: OnceCodeRequest }): Promise<Outcome> =>
  fetchOnceCode(url, arg.signal, arg.shownUser).then(
    (code) => ({ code }),
    (error: unknown) => ({ error }),
  );

/**
 * @param shownUser whom the page shows, as `fetchOnceCode` sends it
 * @returns a function of stable identity, which asks for a new code at every call and throws `SessionFailure`
 */
export function useOnceCode(url = '/api/once-code', shownUser?: string): GetCode {
  const { trigger, reset } = useSWRMutation(url, requestOutcome, { revalidate: false, populateCache: false });
  return useCallback(
    async (signal) => {
      const outcome = await trigger({ signal, shownUser });
      reset(); // SWR keeps the last answer as `data`, and a code must not stay anywhere
      if ('error' in outcome) throw outcome.error;
      return outcome.code;
    },
    [trigger, reset, shownUser],
  );
}
