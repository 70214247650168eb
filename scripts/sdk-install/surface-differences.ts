/**
 * Compares the declarations of a release of the vendor's SDK with the surface that this app was written for, member by
 * member. An open declaration (`any`, a type of another file) counts as no difference.
 */
import {
  type VendorResult,
  vendorConfigDefaults,
  vendorEvents,
  vendorMembers,
} from '../../emulator/sdk/vendor-surface';
import { type DeclaredMember, type Fields, readDeclaredClass } from './declarations';
import { reliedOn } from './relied-on';

export interface Difference {
  /** `startChat`, `config.enableCaption`, `event jobEnd`. */
  subject: string;
  text: string;
  /** The app uses it and may fail with this release. */
  breaks: boolean;
}

/** @returns undefined when the text does not declare the SDK's class. @throws SyntaxError when it is not TypeScript */
export function surfaceDifferences(declarations: string): Difference[] | undefined {
  const declared = readDeclaredClass(declarations, 'HwICSUiSdk');
  if (!declared) return undefined;
  const known = Object.keys(vendorMembers);
  const added = [...declared.keys()].filter((name) => !known.includes(name));
  return [
    ...known.flatMap((name) => memberDifferences(name as keyof typeof vendorMembers, declared.get(name))),
    ...added.map((name) => ({ subject: name, text: 'is new', breaks: false })),
    ...eventDifferences(declared),
    ...configDifferences(declared),
  ];
}

function memberDifferences(name: keyof typeof vendorMembers, found: DeclaredMember | undefined): Difference[] {
  const use = reliedOn.members[name];
  const differ = (text: string, breaks: boolean): Difference => ({ subject: name, text, breaks });
  if (!found) return [differ('is gone', use !== undefined)];
  const expected = vendorMembers[name];
  if (found.kind !== expected.kind)
    return [differ(`is ${kindTexts[found.kind]}, and was ${kindTexts[expected.kind]}`, use !== undefined)];
  const { passes = [], reads = [] } = use ?? {};
  return [
    ...resultChanges(expected.result, found.result).map(({ text, field }) =>
      differ(text, use !== undefined && (field === undefined || reads.includes(field))),
    ),
    ...(takesOneValue.has(name) ? [] : lostParameters(expected.parameters, found.parameters)).map(({ text, field }) =>
      differ(text, passes.includes(field)),
    ),
    ...(takesOneValue.has(name) ? [] : demandedParameters(expected.parameters, found.parameters)).map(
      ({ text, field }) => differ(text, use !== undefined && !passes.includes(field)),
    ),
  ];
}

const kindTexts = { promise: 'a promise', sync: 'answered at once', property: 'a property' };

/**
 * The one parameter of these is the value itself, whose name callers do not use. Configuration and events are compared
 * by key.
 */
const takesOneValue: ReadonlySet<string> = new Set([
  'checkBrowserSupport',
  'setConfig',
  'setLogLevel',
  'addEventListeners',
]);

interface Change {
  text: string;
  /** A change of one field only affects callers that use it. */
  field?: string;
}

function resultChanges(expected: VendorResult, found: DeclaredMember['result']): Change[] {
  if (found === 'unknown' || found === expected || expected === 'void') return [];
  if (typeof expected === 'string') {
    const now = typeof found === 'string' ? found : `an object (${[...found.keys()].join(', ')})`;
    return [{ text: `gives ${now}, and gave ${expected}` }];
  }
  if (typeof found === 'string') return [{ text: `gives ${found}, and gave an object` }];
  const lost = expected.fields.map(bare).filter((field) => !found.has(field));
  return lost.map((field) => ({ text: `gives no ${field} any more`, field }));
}

function lostParameters(expected: readonly string[], found: Fields | 'unknown'): Required<Change>[] {
  if (found === 'unknown') return [];
  const lost = expected.map(bare).filter((field) => !found.has(field));
  return lost.map((field) => ({ text: `takes no ${field} any more`, field }));
}

function demandedParameters(expected: readonly string[], found: Fields | 'unknown'): Required<Change>[] {
  if (found === 'unknown') return [];
  const demanded = [...found].filter(([field, isOptional]) => !isOptional && !expected.includes(field));
  return demanded.map(([field]) => ({ text: `demands ${field}`, field }));
}

function eventDifferences(declared: ReadonlyMap<string, DeclaredMember>): Difference[] {
  const events = fieldsOrUndefined(declared.get('addEventListeners')?.parameters);
  const found = events ?? declared.get('create')?.nested.get('eventListeners');
  return keyDifferences('event ', Object.keys(vendorEvents), reliedOn.events, found);
}

function configDifferences(declared: ReadonlyMap<string, DeclaredMember>): Difference[] {
  const config = fieldsOrUndefined(declared.get('setConfig')?.parameters);
  const found = config ?? declared.get('create')?.nested.get('config');
  return keyDifferences('config.', Object.keys(vendorConfigDefaults), reliedOn.configKeys, found);
}

const fieldsOrUndefined = (fields: Fields | 'unknown' | undefined) => (fields === 'unknown' ? undefined : fields);

function keyDifferences(
  prefix: string,
  known: readonly string[],
  used: readonly string[],
  found: Fields | undefined,
): Difference[] {
  if (!found) return [];
  const lost = known.filter((key) => !found.has(key));
  const added = [...found.keys()].filter((key) => !known.includes(key));
  return [
    ...lost.map((key) => ({ subject: `${prefix}${key}`, text: 'is gone', breaks: used.includes(key) })),
    ...added.map((key) => ({ subject: `${prefix}${key}`, text: 'is new', breaks: false })),
  ];
}

const bare = (name: string) => name.replace(/\?$/, '');
