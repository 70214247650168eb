import { expect, test } from 'vitest';
import type { FailureKind } from '../failures.ts';
import { knownVendorCodes, vendorFailure } from './error-codes.ts';

const between = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => String(first + at));

/** The codes that HwICSUiSdk 5.0.6 reports beyond its documentation, by kind. */
const codes: [kind: FailureKind, ...codes: string[]][] = [
  ['ignorable', '999300003', '999300004', '47010038', '47010039'],
  ['start', ...between(47010100, 47010104), '47010107', '47010111', '47010122'],
  ['start', ...between(47000001, 47000011), ...between(47000013, 47000029)],
  ['lost', '47000012'],
  ['configuration', '47015010', '47015017', '47030103', '47030104', '47030114', '47030115', '47040041', '47040042'],
  ['hearing', '47010143'],
  ['answer', '20050029', '20050038', '20050039', '20050042', '20050064'],
  ['network', '90100100', '90100200', '90100600', '4005', '999100001', '999100002'],
  ['microphone', '90100018', '999100007'],
  ['browser', '90100002', '90100032'],
];

const cases = codes.flatMap(([kind, ...list]) => list.map((code) => [code, kind] as const));

test.each(cases)('%s is %s, with its prefix, without it and as a number', (code, kind) => {
  expect(knownVendorCodes).toContain(code);
  for (const given of [code, `MSS.${code}`, Number(code)]) expect(vendorFailure(given).kind, String(given)).toBe(kind);
});

test('no code has two kinds', () => {
  expect(knownVendorCodes.length).toBe(new Set(knownVendorCodes).size);
});

test.each([
  ['just below the worker’s codes', '47000000'],
  ['just above them', '47000030'],
  ['just below the chat’s', '47010099'],
  ['a code within a longer one', '1999300003'],
  ['an unknown code', 'MSS.99999999'],
  ['no code', undefined],
  ['an object', { code: '47010046' }],
])('%s is unknown, and the user may retry', (_, code) => {
  expect(vendorFailure(code)).toMatchObject({ kind: 'unknown', retry: 'manual' });
});

test('a failure keeps its code unchanged', () => {
  expect(vendorFailure('MSS.47010100').code).toBe('MSS.47010100');
});
