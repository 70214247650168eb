// @vitest-environment happy-dom
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { FakeMicrophone } from './fake-microphone';
import { ownErrors } from './ics-error';
import type { EventName, LanguageInfo } from './sdk-events';
import type { defineStandIn } from './stand-in';
import { setUpStandIn } from './stand-in-fixture';
import {
  VENDOR_BUILD_TIME,
  VENDOR_VERSION,
  type VendorEventName,
  type VendorMember,
  type VendorMemberName,
  type VendorNamesOf,
  type VendorResultFields,
  vendorCodes,
  vendorConfigDefaults,
  vendorEvents,
  vendorLanguageCodes,
  vendorLanguageItem,
  vendorMembers,
  vendorWireLanguages,
} from './vendor-surface';

const standIn = setUpStandIn();
const members = Object.entries(vendorMembers) as [VendorMemberName, VendorMember][];
const bare = (field: string) => field.replace('?', '');

/** A call of each member that reaches a result. The order matters where one call changes the next one's state. */
const parameters: Partial<Record<VendorMemberName, object>> = {
  startChat: { interactionMode: 'TEXT', preCheckPermissions: false },
  sendTextQuestion: { text: 'Hi' },
  sendDrivenText: { text: 'Hi' },
  interactionModeSwitch: { interactionMode: 'AUDIO' },
  changeLanguage: { langCode: 'zh_CN' },
  setConfig: { enableBusinessTrack: false },
  setThirdPartyConfig: { customRecord: { enable: true } },
  sendCustomLocalAudio: {},
  addEventListeners: {},
  initResourcePath: { wasmPath: '', dataPath: '' },
};

type StandIn = ReturnType<typeof defineStandIn>;
type Promising = { [Name in VendorNamesOf<'promise'>]: (...parameters: never[]) => Promise<unknown> };
type AtOnce = { [Name in VendorNamesOf<'sync'>]: (...parameters: never[]) => void };

describe('the types of the stand-in', () => {
  it('agree with the declared surface', () => {
    expectTypeOf<StandIn>().toExtend<Promising & AtOnce>();
    expectTypeOf<EventName>().toEqualTypeOf<VendorEventName>();
    expectTypeOf<keyof LanguageInfo>().toEqualTypeOf<VendorResultFields<'getLanguageInfo'>>();
    type JobInfo = Awaited<ReturnType<StandIn['getJobInfo']>>;
    expectTypeOf<keyof JobInfo>().toEqualTypeOf<VendorResultFields<'getJobInfo'>>();
  });
});

describe('the codes', () => {
  const codes = Object.values(vendorCodes).flat() as string[];

  it('are each in one group', () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it("include all of the stand-in's own", () => {
    expect(codes).toEqual(expect.arrayContaining(Object.keys(ownErrors)));
  });

  it('of languages each have one on the wire', () => {
    expect(Object.keys(vendorWireLanguages)).toEqual([...vendorLanguageCodes]);
  });
});

describe("the stand-in's class against the vendor's declared surface", () => {
  it.each(members)('%s exists and returns the declared result', async (name, { kind, result }) => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady({ config: { enableBusinessTrack: false } });
    const sdk = t.cloud.Sdk as unknown as Record<string, unknown>;
    if (kind === 'property') {
      expect(sdk[name]).toEqual(expect.any(String));
      return;
    }
    const given = name === 'setLogLevel' ? 'error' : name === 'create' ? t.parameters : parameters[name];
    const answer = (sdk[name] as (parameter?: unknown) => unknown)(given);
    expect(answer instanceof Promise).toBe(kind === 'promise');
    await vi.advanceTimersByTimeAsync(1_000);
    const value = await answer;
    if (result === 'void') expect(value).toBeUndefined();
    else if (typeof result === 'string') expect(typeof value).toBe(result);
    else {
      const fields = result.fields.map(bare);
      for (const field of Object.keys(value as object)) expect(fields).toContain(field);
      for (const field of result.fields.filter((field) => !field.endsWith('?'))) expect(value).toHaveProperty(field);
    }
  });

  it('has no member that the vendor lacks', () => {
    const own = Object.getOwnPropertyNames(standIn().cloud.Sdk);
    const ofEveryClass = ['length', 'name', 'prototype'];
    expect(own.filter((name) => !ofEveryClass.includes(name)).sort()).toEqual(Object.keys(vendorMembers).sort());
  });

  it("reports the vendor's version and build", () => {
    const { Sdk } = standIn().cloud;
    expect([Sdk.version, Sdk.buildTime]).toEqual([VENDOR_VERSION, VENDOR_BUILD_TIME]);
  });

  it('reports its languages by languageList and currentLanguage, and none without a job', async () => {
    const t = standIn();
    expect(t.cloud.Sdk.getLanguageInfo()).toMatchObject({ result: false, errorCode: '999300003' });
    await t.createReady();
    const info = t.cloud.Sdk.getLanguageInfo();
    expect(info).toMatchObject({ result: true, currentLanguage: 'en_US' });
    expect(info).not.toHaveProperty('language');
    for (const item of info.languageList ?? []) expect(Object.keys(item)).toEqual([...vendorLanguageItem]);
  });

  it('returns the whole job, and null without one', async () => {
    const t = standIn();
    expect(await t.cloud.Sdk.getJobInfo()).toEqual({ jobId: '', websocketAddr: '', jobInfo: null });
    await t.createReady();
    expect(await t.cloud.Sdk.getJobInfo()).toMatchObject({
      jobId: 'job-1',
      websocketAddr: 'chat.example',
      jobInfo: { job_id: 'job-1', chat_access_address: 'chat.example' },
    });
  });

  it('has the configuration keys with their defaults', () => {
    expect(standIn().cloud.core.config).toEqual(vendorConfigDefaults);
  });

  it('raises events with the declared fields only', async () => {
    const t = standIn();
    new FakeMicrophone();
    await t.createReady();
    await t.startTextChat();
    await t.cloud.Sdk.sendTextQuestion({ text: 'Hi' });
    t.cloud.socket.push({ action: 'start_speaking', chat_id: 'c2' });
    t.cloud.socket.push({ action: 'semantic_recognized', chat_id: 'c2', text: 'Hello' });
    t.cloud.socket.push({ action: 'accept_new_question', chat_id: 'c3' });
    t.cloud.socket.push({ action: 'error', error_code: 'MSS.1', error_level: 'MAJOR' });
    const message = JSON.stringify({ action: 'exit_mute_alert', param: { rest_time: 60_000 } });
    t.cloud.socket.push({ action: 'transparent_transmission', message });
    await t.settle();
    t.cloud.answers['GET state'] = { body: { job_id: 'job-1', state: 'SUCCEED', job_finish_reason: 'MUTE_TIMEOUT' } };
    await vi.advanceTimersByTimeAsync(9_000);
    expect(t.events.map(([name]) => name)).toEqual(expect.arrayContaining(['jobEnd', 'jobEndMention', 'enterActive']));
    for (const [name, payload] of t.events) {
      expect(vendorEvents[name]).toEqual(expect.arrayContaining(Object.keys(payload ?? {})));
    }
  });
});
