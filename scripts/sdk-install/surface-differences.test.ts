/** Declarations written for these tests. We may not store the vendor's own. */
import { expect, it } from 'vitest';
import { vendorConfigDefaults, vendorEvents, vendorMembers } from '../../emulator/sdk/vendor-surface';
import { reliedOn } from './relied-on';
import { surfaceDifferences } from './surface-differences';

type Members = Record<string, string>;

/** The surface as a class, with one line per member. */
function declaredMembers(): Members {
  return Object.fromEntries(
    Object.entries(vendorMembers).map(([name, { kind, result, parameters }]) => {
      const fields = (list: readonly string[]) => list.map((field) => `${field}: any;`).join(' ');
      const given = typeof result === 'string' ? result : `{ ${fields(result.fields)} }`;
      if (kind === 'property') return [name, `static ${name}: ${given};`];
      const returned = kind === 'promise' ? `Promise<${given}>` : given;
      const [only = ''] = parameters;
      const taken = {
        checkBrowserSupport: 'strict?: boolean',
        setConfig: 'config: ConfigMap',
        setLogLevel: 'level: "info" | "error"',
        addEventListeners: 'map: EventMap',
      }[name];
      return [name, `static ${name}(${taken ?? (only ? `param: { ${fields(parameters)} }` : '')}): ${returned};`];
    }),
  );
}

const eventMap = Object.keys(vendorEvents).map((name) => `${name}?: (payload: any) => void;`);
const configMap = Object.keys(vendorConfigDefaults).map((name) => `${name}?: boolean;`);

interface Release {
  members?: Members;
  events?: string[];
  config?: string[];
}

const declarations = ({ members = {}, events = eventMap, config = configMap }: Release = {}) => `
  export interface EventMap { ${events.join(' ')} }
  export interface ConfigMap { ${config.join(' ')} }
  export declare class HwICSUiSdk { private static inner: number; ${Object.values({ ...declaredMembers(), ...members }).join('\n')} }
`;

/** As `subject text`, marked if it breaks the app. */
const differences = (text: string) =>
  surfaceDifferences(text)?.map((found) => `${found.breaks ? '! ' : ''}${found.subject} ${found.text}`);

it('finds none in the declarations that the app was written for', () => {
  expect(differences(declarations())).toEqual([]);
});

it.each<[what: string, release: Release, found: string[]]>([
  ['a method the app calls is gone', { members: { stopUserSpeak: '' } }, ['! stopUserSpeak is gone']],
  ['a method it does not call is gone', { members: { unSubscribe: '' } }, ['unSubscribe is gone']],
  ['a method is new', { members: { pause: 'static pause(): void;' } }, ['pause is new']],
  [
    'a promise became a plain value',
    { members: { checkBrowserSupport: 'static checkBrowserSupport(): boolean;' } },
    ['! checkBrowserSupport is answered at once, and was a promise'],
  ],
  [
    'a plain value became a promise',
    { members: { getLanguageInfo: 'static getLanguageInfo(): Promise<{ currentLanguage: string }>;' } },
    ['! getLanguageInfo is a promise, and was answered at once'],
  ],
  [
    'a result has another type',
    { members: { muteRemoteAudio: 'static muteRemoteAudio(): Promise<string>;' } },
    ['! muteRemoteAudio gives string, and gave boolean'],
  ],
  [
    'a result was renamed',
    {
      members: {
        sendTextQuestion:
          'static sendTextQuestion(p: { text: string; questionParam?: string }): Promise<{ result: boolean; errorCode?: string; errorMsg?: string; chat_id: string }>;',
      },
    },
    ['! sendTextQuestion gives no chatId any more'],
  ],
  [
    'a parameter was renamed',
    {
      members: {
        changeLanguage:
          'static changeLanguage(p: { language: string }): Promise<{ result: boolean; errorCode: string; errorMsg: string }>;',
      },
    },
    ['! changeLanguage takes no langCode any more', '! changeLanguage demands language'],
  ],
  [
    'a parameter became mandatory that the app passes, and one that it does not',
    {
      members: {
        sendTextQuestion:
          'static sendTextQuestion(p: { text: string; questionParam: string }): Promise<{ result: boolean; errorCode?: string; errorMsg?: string; chatId: string }>;',
        startUserSpeak:
          'static startUserSpeak(p: { preCheckPermissions: boolean }): Promise<{ result: boolean; errorCode?: string; errorMsg?: string }>;',
      },
    },
    ['! sendTextQuestion demands questionParam', 'startUserSpeak demands preCheckPermissions'],
  ],
  [
    'an event is gone and another new',
    { events: [...eventMap.filter((line) => !line.startsWith('jobEnd?')), 'jobOver?: () => void;'] },
    ['! event jobEnd is gone', 'event jobOver is new'],
  ],
  [
    'keys of the configuration are gone',
    { config: configMap.filter((line) => !/enableBusinessTrack|enableCaption/.test(line)) },
    ['config.enableCaption is gone', '! config.enableBusinessTrack is gone'],
  ],
  [
    'a member became private',
    { members: { destroy: 'private static destroy(): Promise<void>;' } },
    ['! destroy is gone'],
  ],
])('reports when %s', (_, release, found) => {
  expect(differences(declarations(release))).toEqual(found);
});

it.each<[how: string, rewrite: (text: string) => string]>([
  [
    'exported by name at the end',
    (text) => `${text.replace('export declare class HwICSUiSdk', 'declare class Sdk')} export { Sdk as HwICSUiSdk };`,
  ],
  ['exported by default', (text) => text.replace('export declare class HwICSUiSdk', 'export default class Sdk')],
  [
    'a constant of a class’s type',
    (text) =>
      `${text.replace('export declare class HwICSUiSdk', 'declare class Sdk')} export declare const HwICSUiSdk: typeof Sdk;`,
  ],
  ['in a namespace', (text) => `declare namespace Vendor { ${text.replace('export declare class', 'export class')} }`],
  [
    'with members of a base class',
    (text) =>
      text
        .replace('export declare class HwICSUiSdk', 'declare class Base')
        .concat(' export declare class HwICSUiSdk extends Base {}'),
  ],
  [
    'with methods as properties',
    (text) => text.replace('static destroy(): Promise<void>;', 'static destroy: () => Promise<void>;'),
  ],
  [
    'with an accessor for a property',
    (text) => text.replace('static version: string;', 'static get version(): string;'),
  ],
  [
    'with results and parameters in named types',
    (text) =>
      `interface Base { result: boolean; errorCode?: string; errorMsg?: string }
       type ChatResult = Base & { chatId: string; sessionId?: string };
       type Start = Partial<StartFields> & { interactionMode: string };
       interface StartFields { wakeupType: string; preCheckPermissions: boolean }
       ${text.replace(/static startChat\(.*/, 'static startChat(param: Start): Promise<ChatResult | undefined>;')}`,
  ],
  [
    'with the event map only in create',
    (text) =>
      text
        .replace('map: EventMap', 'map: import("./events").EventMap')
        .replace('eventListeners?: any', 'eventListeners?: EventMap'),
  ],
  [
    'with a result of another file’s type',
    (text) => `import type { R } from "./r"; ${text.replace(/static stopChat\(.*/, 'static stopChat(): Promise<R>;')}`,
  ],
])('reads a class that is %s', (_, rewrite) => {
  const text = declarations();
  const written = rewrite(text);
  expect(written).not.toBe(text);
  expect(differences(written)).toEqual([]);
});

it('follows types that name each other in a cycle', () => {
  const members = { stopChat: 'static stopChat(): Promise<A>;' };
  expect(differences(`type A = B; type B = A; interface C extends C {} ${declarations({ members })}`)).toEqual([]);
});

it('distinguishes the SDK’s class from others', () => {
  expect(surfaceDifferences('export declare class Other { static create(): void }')).toBeUndefined();
  expect(surfaceDifferences('')).toBeUndefined();
});

it('throws on what is not TypeScript', () => {
  expect(() => surfaceDifferences('<!doctype html>')).toThrow(SyntaxError);
});

it('uses only what the vendor declares', () => {
  expect(Object.keys(vendorMembers)).toEqual(expect.arrayContaining(Object.keys(reliedOn.members)));
  for (const [name, { passes = [], reads = [] }] of Object.entries(
    reliedOn.members as Record<string, { passes?: string[]; reads?: string[] }>,
  )) {
    const { parameters, result } = vendorMembers[name as keyof typeof vendorMembers];
    const declaredFields = typeof result === 'string' ? [] : result.fields;
    const bare = (list: readonly string[]) => list.map((field) => field.replace(/\?$/, ''));
    expect(bare(parameters), name).toEqual(expect.arrayContaining([...passes]));
    expect(bare(declaredFields), name).toEqual(expect.arrayContaining([...reads]));
  }
});
