'use client';
/**
 * A native modal dialog, open as long as it is mounted. The browser keeps the keyboard in it, closes it on Escape and
 * puts the focus back. Its buttons are those of a `<form method="dialog">`: each closes it and names what was chosen.
 */
import { type ReactNode, useEffect, useId, useRef } from 'react';

/** For the form at the end: on a low screen the words scroll, and the way on stays in sight. */
export const dialogFoot =
  'sticky bottom-0 -mx-6 -mb-6 flex flex-wrap justify-end gap-3 bg-surface px-6 pt-4 pb-6 sm:-mx-8 sm:-mb-8 sm:px-8 sm:pb-8 sideways:pb-4';

interface DialogProps {
  heading: string;
  /** @param choice the `value` of the button that closed it; empty on Escape */
  onClose: (choice: string) => void;
  children: ReactNode;
}

export function Dialog({ heading, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
    // Not on a button: the second Enter of a double press would choose for the person.
    title.current?.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={(event) => onClose(event.currentTarget.returnValue)}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(34rem,calc(100vw-2rem))] overflow-y-auto rounded-stage border border-line bg-surface p-6 text-ink shadow-stage backdrop:bg-black/60 sm:p-8 sideways:pt-5"
    >
      <h2 ref={title} id={titleId} tabIndex={-1} className="text-lg outline-none">
        {heading}
      </h2>
      {children}
    </dialog>
  );
}
