/** The output for the operator after an installation. */
import { describeDifference, type Installation } from './install';
import { sdkReleases } from './sdk-releases';

export function installationLines({ record, comparison }: Installation, target: string): string[] {
  const { version, files } = record;
  const writtenFor = sdkReleases.map((release) => release.version);
  const isKnown = writtenFor.includes(version);
  return [
    `HwICSUiSdk ${version} is in ${target}/: ${Object.keys(files).length} files, verified.`,
    ...(isKnown
      ? []
      : [`WARNING: this app was written for ${writtenFor.join(', ')} and was not tried with ${version}.`]),
    ...comparisonLines(comparison, isKnown),
    ...(isKnown ? [] : ['Before users do, have a conversation with it:  npm run test:live']),
    'A server that is running serves it after a restart. Check everything with:  npm run doctor',
  ];
}

function comparisonLines(comparison: Installation['comparison'], isKnown: boolean): string[] {
  if ('unknown' in comparison) return isKnown ? [] : [`Its declarations could not be compared: ${comparison.unknown}.`];
  const { differences } = comparison;
  if (differences.length === 0) return isKnown ? [] : ['Its declarations are those that the app was written for.'];
  const breaks = differences.filter((difference) => difference.breaks);
  const others = differences.filter((difference) => !difference.breaks);
  return [
    ...listed('WARNING: its declarations differ in what the app uses:', breaks.map(describeDifference)),
    ...listed('Its declarations also differ in what the app does not use:', others.map(describeDifference)),
  ];
}

const listed = (heading: string, lines: readonly string[]) =>
  lines.length > 0 ? [heading, ...lines.map((line) => `  ${line}`)] : [];
