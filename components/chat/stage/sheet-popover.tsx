'use client';
/** The popover with the settings of the conversation. Its content is not part of the page's first load. */
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationSheet } from '../late-parts';

export const SHEET_ID = 'conversation-sheet';

export function SheetPopover({ setDevicePicker }: { setDevicePicker: (isShown: boolean) => void }) {
  const t = useTranslations('live');
  const popover = useRef<HTMLDivElement>(null);
  const [wasOpened, setWasOpened] = useState(false);
  const [isDevicePickerShown, setIsDevicePickerShown] = useState(false);
  return (
    <div
      ref={popover}
      id={SHEET_ID}
      popover="auto"
      role="dialog"
      aria-label={t('settings')}
      tabIndex={-1}
      onBeforeToggle={() => setWasOpened(true)}
      // Opened by its key, it would otherwise say nothing to a screen reader. The browser restores the focus.
      onToggle={({ newState }) => newState === 'open' && popover.current?.focus()}
      // Inside the dark studio, but in the colours of the page.
      className="m-auto max-h-[calc(100%-2rem)] w-88 max-w-[calc(100vw-2rem)] rounded-panel border border-line bg-surface p-2 text-ink shadow-stage outline-none [position-anchor:--sheet-button] lg:mb-3 lg:[position-area:top] [&_:focus-visible]:outline-accent"
    >
      {wasOpened && (
        <ConversationSheet
          isDevicePickerShown={isDevicePickerShown}
          setDevicePicker={(isShown) => {
            setIsDevicePickerShown(isShown);
            setDevicePicker(isShown);
            if (isShown) popover.current?.hidePopover(); // it would cover the picker, which is on the picture
          }}
        />
      )}
    </div>
  );
}
