import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type IcsConfig,
  type IcsEvents,
  type IcsSdk,
  icsSdkMethods,
  isIcsSdk,
  isTooOldIcsSdk,
  versionOf,
} from '../../lib/digital-human/sdk/types';
import type { VendorConfigKey, VendorEventName, VendorMemberName, VendorNamesOf, vendorEvents } from './vendor-surface';
import { vendorMembers } from './vendor-surface';

type Whole = Required<IcsSdk>;
type Returns<Name extends keyof IcsSdk> = Whole[Name] extends (...parameters: never[]) => infer Result ? Result : never;
type NamesReturning<Kind> = {
  [Name in keyof Whole]: Whole[Name] extends (...parameters: never[]) => Kind ? Name : never;
}[keyof IcsSdk];

describe("the product's types", () => {
  it('name only members of the vendor, with a promise exactly where the vendor has one', () => {
    expectTypeOf<keyof IcsSdk>().toExtend<VendorMemberName>();
    expectTypeOf<NamesReturning<Promise<unknown>>>().toEqualTypeOf<Extract<VendorNamesOf<'promise'>, keyof IcsSdk>>();
    expectTypeOf<Extract<VendorNamesOf<'property'>, keyof IcsSdk>>().toEqualTypeOf<'version'>();
    expectTypeOf<Returns<'setLogLevel'>>().toEqualTypeOf<void>();
    expectTypeOf<Awaited<Returns<'muteRemoteAudio'>>>().toEqualTypeOf<boolean>();
  });

  it('name only events of the vendor, with their fields', () => {
    expectTypeOf<keyof IcsEvents>().toExtend<VendorEventName>();
    expectTypeOf<keyof IcsEvents['semanticRecognized']>().toExtend<
      (typeof vendorEvents)['semanticRecognized'][number]
    >();
    expectTypeOf<keyof IcsEvents['jobInfoChange']>().toExtend<(typeof vendorEvents)['jobInfoChange'][number]>();
    expectTypeOf<keyof IcsEvents['error']>().toExtend<(typeof vendorEvents)['error'][number]>();
  });

  it('name only configuration keys of the vendor', () => {
    expectTypeOf<keyof IcsConfig>().toExtend<VendorConfigKey>();
  });

  it('name only methods of the vendor', () => {
    expect(Object.keys(vendorMembers)).toEqual(expect.arrayContaining([...icsSdkMethods]));
  });
});

describe('the version', () => {
  const methods = Object.fromEntries(icsSdkMethods.map((name) => [name, () => {}]));
  const { create, destroy } = methods;

  it.each(['2.1.0', '2.1', '3.0.1', '5.0.6', '10.0.0', '5.0.6-beta', undefined, '', 7])(
    '%s is new enough',
    (version) => {
      expect(isIcsSdk({ ...methods, version })).toBe(true);
      expect(isTooOldIcsSdk({ ...methods, version })).toBe(false);
    },
  );

  it.each(['1.1.0', '2.0.3', '2.0.99'])('%s is too old, whatever methods exist', (version) => {
    expect(isIcsSdk({ ...methods, version })).toBe(false);
    expect(isTooOldIcsSdk({ ...methods, version })).toBe(true);
  });

  it('without a method is too old if it has no number, and incompatible if its number is new', () => {
    expect(isTooOldIcsSdk({ create, destroy })).toBe(true);
    expect(isTooOldIcsSdk({ create, destroy, version: '6.0.0' })).toBe(false);
    expect(isIcsSdk({ create, destroy, version: '6.0.0' })).toBe(false);
  });

  it.each([
    [{ version: '5.0.6' }, '5.0.6'],
    [{ version: 5 }, null],
    [null, null],
  ])('of %j is %s', (sdk, version) => {
    expect(versionOf(sdk)).toBe(version);
  });
});
