/**
 * Brings the vendor's script and style sheet into the page, once.
 * A failed load leaves nothing behind, so that the next one really loads again. Browser only, never at import.
 */
import { ownFailure, SessionFailure } from '../failures';
import { type IcsSdk, isIcsSdk, isTooOldIcsSdk } from './types';

export interface LoadOptions {
  /** `low` for a load ahead of time. */
  priority?: 'low' | 'auto';
}

export type LoadSdk = (url: string, options?: LoadOptions) => Promise<IcsSdk>;

/** The script is 4.2 MB (5.0.6): at the 4 Mbit/s the vendor asks for it takes 9 s. */
const LOAD_LIMIT_MS = 15_000;

let loading: { url: string; sdk: Promise<IcsSdk> } | null = null;

/**
 * @param url of `HwICSUiSdk.js`; its style sheet is the same URL with `.css`
 * @throws SessionFailure `sdk_load_failed` when it did not come, `sdk_too_old` when it lacks text
 *   questions or more, `sdk_invalid` when it is not the SDK
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
  // A script that came after its time limit, or that the page brought itself, is as good as a new one.
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
    const fail = () => {
      clearTimeout(limit);
      script.remove();
      reject(new SessionFailure(ownFailure('sdk_load_failed')));
    };
    const limit = setTimeout(fail, LOAD_LIMIT_MS);
    script.src = url;
    script.async = true;
    script.fetchPriority = priority;
    script.onerror = fail;
    script.onload = () => {
      clearTimeout(limit);
      resolve();
    };
    document.head.append(script);
  });
}

/** Not waited for: the SDK works without it, and it is there long before the first picture. */
function addStyleSheet(scriptUrl: string): void {
  if (document.querySelector('link[data-digital-human-sdk]')) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = scriptUrl.replace(/(\.js)?(\?.*)?$/, '.css$2');
  link.dataset.digitalHumanSdk = '';
  link.onerror = () => link.remove(); // so that the next start asks again
  document.head.append(link);
}
