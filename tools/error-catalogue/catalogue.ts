/**
 * The error catalogue as Markdown, from the app's own tables: the route's refusals, the session's failures, the
 * vendor's codes, and the messages for users. Pure.
 */

import { type ErrorCode, errorTable, type Retry } from '../../lib/api/errors';
import { type Failure, kindByRouteCode, ownFailure, ownFailureCodes } from '../../lib/digital-human/failures';
import { knownVendorCodes, rejoinsByItself, vendorFailure } from '../../lib/digital-human/sdk/error-codes';
import { failure as englishMessages } from '../../lib/i18n/en.json';
import { type FailureEntry, failureEntry } from '../../lib/i18n/failure-messages';
import { whoCanFix } from '../../lib/i18n/who-can-fix';
import { failure as chineseMessages } from '../../lib/i18n/zh-CN.json';
import { vendorNames } from './vendor-names';

const withoutPrefix = (code: string) => code.replace(/^MSS\./, '');

/** The anchor of a code on the page: `errors.md#47010046`, `errors.md#rate_limited`. */
const anchorOf = (code: string) => withoutPrefix(code).toLowerCase();

interface Row {
  failure: Failure;
  source: string;
}

const rows: Row[] = [
  ...Object.entries(kindByRouteCode).map(([code, kind]) => ({
    failure: { code, kind, retry: errorTable[code as ErrorCode].retry },
    source: 'our route',
  })),
  ...ownFailureCodes.map((code) => ({ failure: ownFailure(code), source: 'the session' })),
  ...knownVendorCodes.map((code) => ({ failure: vendorFailure(code), source: vendorNames[code] ?? 'MetaStudio' })),
];

const tried: Record<Retry, string> = {
  auto: 'by itself',
  manual: 'by hand',
  never: 'no',
};

const entries = Object.keys(englishMessages.entry) as FailureEntry[];

function section(entry: FailureEntry): string[] {
  const { title, happened, todo } = englishMessages.entry[entry];
  const chinese = chineseMessages.entry[entry];
  const codes = rows.filter(({ failure }) => failureEntry(failure) === entry);
  return [
    `### ${title}`,
    '',
    `${happened.replace('{code}', 'the code')} **${todo}** ${englishMessages.who[whoCanFix[entry]]}`,
    '',
    // Not in bold: Markdown does not end bold text between 。 and a Chinese character.
    `${chinese.title}。${chinese.happened.replace('{code}', '…')}${chinese.todo}${chineseMessages.who[whoCanFix[entry]]}`,
    '',
    ...(codes.length > 0 ? ['| code | whose | tried again |', '| --- | --- | --- |', ...codes.map(line), ''] : []),
  ];
}

function line({ failure, source }: Row): string {
  const { code, retry } = failure;
  const healing = rejoinsByItself(failure) ? '; while live the SDK rejoins' : '';
  return `| <a id="${anchorOf(code)}"></a>\`${code}\` | ${source} | ${tried[retry]}${healing} |`;
}

export function errorCatalogue(): string {
  const lines = [
    '# What does this error mean?',
    '',
    'Made by `npm run catalogue -w tools` from `lib/api/errors.ts`, `lib/digital-human/failures.ts`,',
    '`lib/digital-human/sdk/error-codes.ts` and `lib/i18n/`. Change those, not this page.',
    '',
    'Every failure a user sees has a code under it; each code has a place here: `errors.md#` and the code in lower case,',
    'without the vendor’s `MSS.` prefix, which may be there or not.',
    '',
    '## What the route answers',
    '',
    '`POST /api/once-code`, as `application/problem+json`. A missing setting is named in the server’s log, never in an answer.',
    '',
    '| code | status | meaning | `retry` |',
    '| --- | --- | --- | --- |',
    ...Object.entries(errorTable).map(([code, { status, title, retry }]) => {
      const also = code === 'cloud_unavailable' ? ', 504 when the time ran out' : '';
      return `| [\`${code}\`](#${anchorOf(code)}) | ${status}${also} | ${title} | \`${retry}\` |`;
    }),
    '',
    '## What users read',
    '',
    'In bold what they can do, then who can fix it, then the same in Chinese. *Tried again*: within a start by itself, three',
    'attempts in all, each with a new once code; by hand, when the user presses *Try again*; or not at all. *Whose*: the',
    'vendor’s own name for its code where it is known, so that its documentation can be searched. A bare HTTP status from the SDK counts',
    'as *No connection* (5xx), *All digital humans are busy* (429) or *This service is not set up correctly* (any other 4xx). A code that',
    'is not on this page is *Unknown error* and can be tried again by hand.',
    '',
    ...entries.flatMap(section),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
