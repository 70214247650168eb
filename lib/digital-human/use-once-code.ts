'use client';
/**
 * Requests once codes as an SWR mutation. Unlike `useSWR`, it does not cache, dedupe, retry or refetch on focus, each
 * of which would waste a code or use one twice.
 */
import { useCallback } from 'react';
import useSWRMutation from 'swr/mutation';
import { fetchOnceCode, type GetCode, type OnceCode } from './fetch-once-code.ts';

type Outcome = { code: OnceCode } | { error: unknown };

interface OnceCodeRequest {
  signal: AbortSignal;
  shownUser: string | undefined;
}

/** Returns errors instead of throwing them: SWR drops a mutation's error after a newer mutation or a `reset()`. */
const requestOutcome = (url: string, { arg }: { arg: OnceCodeRequest }): Promise<Outcome> =>
  fetchOnceCode(url, arg.signal, arg.shownUser).then(
    (code) => ({ code }),
    (error: unknown) => ({ error }),
  );

/**
 * @param url of your once-code route
 * @param shownUser the server's token for the user that the page shows: see `fetchOnceCode`
 * @returns a function with a stable identity, which requests a new code at every call and throws `SessionFailure`
 * @example
 * const { snapshot, start } = useDigitalHuman({ getCode: useOnceCode('/api/once-code'), sdkUrl });
 */
export function useOnceCode(url = '/api/once-code', shownUser?: string): GetCode {
  const { trigger, reset } = useSWRMutation(url, requestOutcome, { revalidate: false, populateCache: false });
  return useCallback(
    async (signal) => {
      const outcome = await trigger({ signal, shownUser });
      reset(); // SWR keeps the last answer as `data`, and a code must not be stored
      if ('error' in outcome) throw outcome.error;
      return outcome.code;
    },
    [trigger, reset, shownUser],
  );
}
