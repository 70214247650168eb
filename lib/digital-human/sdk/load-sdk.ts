/**
 * Loads the vendor's script and style sheet into the page, once. A failed load removes its tags, so that the next call
 * loads again. Importing this module loads nothing.
 */
import { ownFailure, SessionFailure } from '../failures.ts';
import { type IcsSdk, isIcsSdk, isTooOldIcsSdk } from './types.ts';

export interface LoadOptions {
  /** The `fetchPriority` of the script. Use `low` for a preload. Default: `auto`. */
  priority?: 'low' | 'auto';
}

export type LoadSdk = (url: string, options?: LoadOptions) => Promise<IcsSdk>;

/** The script is 4.2 MB (5.0.6): at the 4 Mbit/s the vendor asks for it takes 9 s. */
const LOAD_LIMIT_MS = 15_000;

let loading: { url: string; sdk: Promise<IcsSdk> } | null = null;

/**
 * @param url of `HwICSUiSdk.js`; its style sheet is the same URL with `.css`
 * @throws SessionFailure `sdk_load_failed` when the script does not load, `sdk_too_old` when the SDK is older than text
 *   questions, `sdk_invalid` when the script is not the SDK
 */
export const loadSdk: LoadSdk = (url, { priority = 'auto' } = {}) => {
  if (loading?.url === url) return loading.sdk;
  const sdk = load(url, priority);
  const mine = { url, sdk };
  loading = mine;
  sdk.catch(() => {
    if (loading === mine) loading = null;
  });
  return sdk;
};

async function load(url: string, priority: 'low' | 'auto'): Promise<IcsSdk> {
  // The script may have arrived after its time limit, or the page may have loaded it.
  const present = globalSdk();
  if (!isIcsSdk(present)) await addScript(url, priority);
  addStyleSheet(url);
  const sdk = globalSdk();
  if (!isIcsSdk(sdk)) throw new SessionFailure(ownFailure(isTooOldIcsSdk(sdk) ? 'sdk_too_old' : 'sdk_invalid'));
  return sdk;
}

const globalSdk = () => (window as { HwICSUiSdk?: unknown }).HwICSUiSdk;

function addScript(url: string, priority: 'low' | 'auto'): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    const fail = (reason: string) => {
      clearTimeout(limit);
      script.remove();
      reject(new SessionFailure(ownFailure('sdk_load_failed'), { cause: new Error(`${url} ${reason}`) }));
    };
    const limit = setTimeout(() => fail(`did not load within ${LOAD_LIMIT_MS / 1000} s`), LOAD_LIMIT_MS);
    script.src = url;
    script.async = true;
    script.fetchPriority = priority;
    script.onerror = () => fail('could not be loaded');
    script.onload = () => {
      clearTimeout(limit);
      resolve();
    };
    document.head.append(script);
  });
}

/** The load does not wait for it: the SDK works without it, and it arrives long before the first picture. */
function addStyleSheet(scriptUrl: string): void {
  if (document.querySelector('link[data-digital-human-sdk]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = scriptUrl.replace(/(\.js)?(\?.*)?$/, '.css$2');
  link.dataset.digitalHumanSdk = '';
  link.onerror = () => link.remove(); // the next start loads it again
  document.head.append(link);
}
