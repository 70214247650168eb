'use client';
/** With `?debug`: lists the states and failures of the session, for developers. Not part of the page's first load. */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { clickToLive, type RecordedEvent, Recorder } from '@/lib/digital-human/recorder';
import { loadedSdkVersion } from '@/lib/digital-human/sdk/sdk-version';
import { labelled } from '@/lib/i18n/sentences';
import { buttonStyles } from '../ui/button-styles';
import { useCopy } from './transcript/use-copy';

const cell = 'px-3 py-1 text-left align-top font-normal';
const noEntries: readonly RecordedEvent[] = [];

export default function DebugDrawer({ session }: { session: ConstructorParameters<typeof Recorder>[0] }) {
  const t = useTranslations('debug');
  const [recorder] = useState(() => new Recorder(session));
  useEffect(() => recorder.watch(), [recorder]);
  const entries = useSyncExternalStore(recorder.subscribe, recorder.getEntries, () => noEntries);
  return (
    <section
      aria-labelledby="debug-title"
      className="mx-3 mb-3 flex max-h-[85dvh] min-h-24 shrink-0 flex-col overflow-hidden rounded-panel border border-line bg-surface sm:mx-4 sm:mb-4 lg:mx-6 lg:mb-6 lg:max-h-[36dvh]"
    >
      <div className="flex flex-wrap items-center gap-x-4 border-b border-line px-3 py-1">
        <h2 id="debug-title" className="text-sm">
          {t('heading')}
        </h2>
        <SdkVersion />
        <ClickToLive entries={entries} />
        <CopyAsJson entries={entries} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling element must be reachable by the keyboard */}
      <div tabIndex={0} className="overflow-auto text-xs tabular-nums -outline-offset-3">
        {entries.length === 0 ? <p className="p-3 text-quiet">{t('empty')}</p> : <EntryTable entries={entries} />}
        <p className="px-3 py-2 text-quiet">{t('redacted')}</p>
      </div>
    </section>
  );
}

/** Read again at every entry, because a start loads the SDK. */
function SdkVersion() {
  const version = loadedSdkVersion();
  return version && <p className="text-xs tabular-nums">HwICSUiSdk {version}</p>;
}

function ClickToLive({ entries }: { entries: readonly RecordedEvent[] }) {
  const t = useTranslations('debug');
  const locale = useLocale();
  const split = clickToLive(entries);
  if (!split) return null;
  return (
    <p className="text-xs tabular-nums max-lg:order-last max-lg:w-full max-lg:pb-1">
      <strong>{labelled(locale, t('clickToLive'), `${split.tookMs} ms`)}</strong>
      <span>{` = ${split.steps.map(({ event, tookMs = 0 }) => `${event} ${tookMs}`).join(' + ')}`}</span>
    </p>
  );
}

function EntryTable({ entries }: { entries: readonly RecordedEvent[] }) {
  const t = useTranslations('debug');
  return (
    <table className="w-full min-w-152">
      <thead className="text-quiet">
        <tr>
          {(['time', 'event', 'took', 'details'] as const).map((column) => (
            <th key={column} scope="col" className={cell}>
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map(({ atMs, event, tookMs, ...details }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
          <tr key={index} className="border-t border-line">
            <td className={`${cell} whitespace-nowrap`}>{`+${atMs} ms`}</td>
            <th scope="row" className={`${cell} font-semibold`}>
              {event}
            </th>
            <td className={`${cell} whitespace-nowrap`}>{tookMs === undefined ? '' : `${tookMs} ms`}</td>
            <td className={`${cell} break-all`}>
              <code>
                {Object.entries(details)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(' ')}
              </code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CopyAsJson({ entries }: { entries: readonly RecordedEvent[] }) {
  const t = useTranslations('debug');
  const { outcome, copy } = useCopy();
  const asJson = () =>
    JSON.stringify({ userAgent: navigator.userAgent, sdkVersion: loadedSdkVersion(), entries }, null, 2);
  return (
    <div className="ml-auto flex items-center gap-3">
      <span aria-live="polite" className="text-xs">
        {outcome && t(outcome)}
      </span>
      <button type="button" className={buttonStyles.plain} onClick={() => void copy(asJson())}>
        {t('copy')}
      </button>
    </div>
  );
}
