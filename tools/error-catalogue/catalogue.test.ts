import { expect, it } from 'vitest';
import { vendorCodes } from '../../emulator/sdk/vendor-surface';
import { errorTable } from '../../lib/api/errors';
import { ownFailureCodes } from '../../lib/digital-human/failures';
import { knownVendorCodes } from '../../lib/digital-human/sdk/error-codes';
import { failure } from '../../lib/i18n/en.json';
import { failure as chineseFailure } from '../../lib/i18n/zh-CN.json';
import { errorCatalogue } from './catalogue';
import { vendorNames } from './vendor-names';

const page = errorCatalogue();

it('has one anchor for every code', () => {
  const anchors = [...page.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1]);
  expect(anchors.toSorted()).toEqual(
    [...new Set([...Object.keys(errorTable), ...ownFailureCodes, ...knownVendorCodes])]
      .map((code) => code.toLowerCase())
      .toSorted(),
  );
});

it('has every code that the SDK declares, except success and editing in the console', () => {
  const { success: _, console: __, ...met } = vendorCodes;
  const codes = Object.values(met).flatMap((group: readonly string[]) =>
    group.map((code) => code.replace(/^MSS\./, '')),
  );
  expect(codes.filter((code) => !knownVendorCodes.includes(code))).toEqual([]);
});

it('has no vendor code that is unknown to the session', () => {
  expect(Object.keys(vendorNames).filter((code) => !knownVendorCodes.includes(code))).toEqual([]);
});

it('says what happened, and what to do, in both languages', () => {
  for (const { entry } of [failure, chineseFailure])
    for (const [name, { happened, todo }] of Object.entries(entry)) {
      expect(page, name).toContain(happened.split('{code}')[0]);
      expect(page, name).toContain(todo);
    }
});

it('fills every placeholder of a message', () => {
  expect(page).not.toMatch(/\{\w+\}|undefined/);
});
