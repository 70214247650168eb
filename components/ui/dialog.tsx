'use client';
/**
 * A native modal dialog, open as long as it is mounted. The browser traps the focus, closes the dialog on Escape and
 * restores the focus. Its buttons are in a `<form method="dialog">`: each closes it and passes its value to `onClose`.
 */
import { type FormEventHandler, type ReactNode, useEffect, useId, useRef } from 'react';
import { buttonStyles } from './button-styles';

/** The class names of the form that is the foot. */
export const dialogFoot =
  'flex flex-wrap justify-end gap-3 px-6 pt-3 pb-6 sm:px-8 sm:pb-8 max-[22rem]:border-t border-line max-[22rem]:py-3 sideways:border-t sideways:py-3';

interface DialogChoice {
  /** Passed to `onClose`. Empty for the choice that changes nothing. */
  value: string;
  label: ReactNode;
}

interface DialogChoicesProps {
  plain: DialogChoice;
  /** The highlighted button. */
  primary: DialogChoice;
  /** Can keep the dialog open with `preventDefault()`. */
  onSubmit?: FormEventHandler<HTMLFormElement>;
  isBusy?: boolean;
}

/** The foot of a dialog that asks one question: two buttons that close it. */
export function DialogChoices({ plain, primary, onSubmit, isBusy = false }: DialogChoicesProps) {
  return (
    <form method="dialog" onSubmit={onSubmit} className={dialogFoot}>
      <button type="submit" value={plain.value} className={buttonStyles.plain}>
        {plain.label}
      </button>
      <button type="submit" value={primary.value} aria-disabled={isBusy} className={buttonStyles.primary}>
        {primary.label}
      </button>
    </form>
  );
}

interface DialogProps {
  heading: string;
  /** @param choice the `value` of the button that closed it; empty on Escape */
  onClose: (choice: string) => void;
  children: ReactNode;
  /** The form with the buttons. On a low screen the text scrolls above it, and the form stays visible. */
  foot: ReactNode;
}

export function Dialog({ heading, onClose, children, foot }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    // Not on a button, which the second Enter of a double press would activate.
    title.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={(event) => onClose(event.currentTarget.returnValue)}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] sideways:w-[min(44rem,calc(100vw-2rem))] flex-col overflow-hidden rounded-stage border border-line bg-surface text-ink shadow-stage backdrop:bg-black/60 open:flex"
    >
      <div className="min-h-0 overflow-y-auto px-6 pt-6 pb-3 sm:px-8 sm:pt-8 sideways:pt-4">
        <h2 ref={title} id={titleId} tabIndex={-1} className="text-lg outline-none">
          {heading}
        </h2>
        {children}
      </div>
      {foot}
    </dialog>
  );
}
