/** `npm run doctor -- brain [URL]`: checks an LLM callback by calling it as MetaStudio does. */
import { AppError } from '../../../lib/api/errors';
import { brainSettings } from '../../../lib/server/brain/brain-settings';
import type { Finding } from '../examination';
import { isBad } from '../examination';
import { linesOf } from '../report';
import { type Callback, checkCallback } from './checks';

export async function checkBrain(address: string | undefined, hasColour: boolean): Promise<number> {
  const callback = callbackToCheck(address);
  if (typeof callback === 'string') {
    console.error(callback);
    return 1;
  }
  console.log(`The LLM callback ${callback.url}\n`);
  const findings: Finding[] = [];
  for await (const finding of checkCallback(callback)) {
    findings.push(finding);
    for (const line of linesOf(finding, hasColour)) console.log(line);
  }
  const isGood = !findings.some(isBad);
  console.log(
    isGood ? '\nMetaStudio can use this callback.' : '\nMetaStudio cannot use this callback, or anyone can call it.',
  );
  return isGood ? 0 : 1;
}

/** Returns a sentence when something is missing. */
function callbackToCheck(address: string | undefined): Callback | string {
  const { BRAIN_APP_ID: appId, BRAIN_APP_KEY: appKey } = process.env;
  if (!appId || !appKey) return 'Set BRAIN_APP_ID and BRAIN_APP_KEY to the APPID and APPKEY of the callback.';
  const toName = 'Name the callback as typed in the console, without a query: npm run doctor -- brain https://…';
  const { url, reason } = address === undefined ? urlOfSettings() : { url: address };
  if (!url) return reason ? `${reason}\n${toName}` : toName;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || /[?#]/.test(url)) return toName;
  return { url, appId, appKey, now: Date.now };
}

/** The reason when the settings give no URL. */
function urlOfSettings(): { url?: string | undefined; reason?: string | undefined } {
  try {
    return { url: brainSettings()?.url };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { reason: error.details.reason };
  }
}
