'use client';
/** The settings of a conversation: captions, devices and keys. Fetched when it is first opened. */
import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '../../ui/button-styles';
import { captionSizes, setCaptionSize, useCaptionSize } from './use-caption-size';
import { isMac, type Shortcut, shortcuts } from './use-shortcuts';

interface ConversationSheetProps {
  isDevicePickerShown: boolean;
  setDevicePicker: (isShown: boolean) => void;
}

const heading = 'px-3 pt-3 pb-1 text-xs font-semibold text-quiet';

export default function ConversationSheet({ isDevicePickerShown, setDevicePicker }: ConversationSheetProps) {
  const t = useTranslations();
  const size = useCaptionSize();
  return (
    <>
      <fieldset>
        <legend className={heading}>{t('captions.label')}</legend>
        <div className="flex flex-wrap gap-1">
          {captionSizes.map((candidate) => (
            <button
              key={candidate}
              type="button"
              aria-pressed={candidate === size}
              className="flex min-h-11 min-w-11 items-center justify-center gap-1.5 rounded-full px-3 text-sm hover:bg-sunken aria-pressed:bg-sunken aria-pressed:font-semibold"
              onClick={() => setCaptionSize(candidate)}
            >
              <span>{t(`captions.${candidate}`)}</span>
              {candidate === size && <Check aria-hidden="true" size={18} />}
            </button>
          ))}
        </div>
      </fieldset>
      <h2 className={heading}>{t('devices.label')}</h2>
      <button
        type="button"
        aria-pressed={isDevicePickerShown}
        className={`${buttonStyles.plain} mx-3 my-1`}
        onClick={() => setDevicePicker(!isDevicePickerShown)}
      >
        <span>{t('devices.show')}</span>
        {isDevicePickerShown && <Check aria-hidden="true" size={18} />}
      </button>
      <h2 className={heading}>{t('shortcuts.label')}</h2>
      <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 px-3 pb-2 text-sm">
        {(Object.keys(shortcuts) as Shortcut[]).map((name) => (
          <KeyRow key={name} what={t(`shortcuts.${name}`)} keys={[isMac() ? 'Option' : 'Alt', shortcuts[name].label]} />
        ))}
        <KeyRow what={t('shortcuts.history')} keys={['↑']} />
      </dl>
      {isMac() && <p className="px-3 pb-2 text-xs text-quiet">{t('shortcuts.mac')}</p>}
    </>
  );
}

function KeyRow({ what, keys }: { what: string; keys: string[] }) {
  return (
    <>
      <dt>{what}</dt>
      <dd className="flex items-start justify-end gap-1">
        {keys.map((key) => (
          <kbd key={key} className="min-w-6 rounded border border-edge px-1.5 text-center font-sans text-xs">
            {key}
          </kbd>
        ))}
      </dd>
    </>
  );
}
