'use client';
/** One question of `digital-human-questions.tsx`. It has a file of its own for the hot reload of Vite. */
import { type ReactNode, useEffect, useId, useRef } from 'react';
import './digital-human-chat.css';

interface QuestionProps {
  heading: string;
  accept: string;
  decline: string;
  /** Called once, with false on Escape. */
  onAnswer: (isAccepted: boolean) => void;
  children: ReactNode;
}

/** A native modal dialog: the browser keeps the focus in it and restores it afterwards. */
export function Question({ heading, accept, decline, onAnswer, children }: QuestionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="dh-question"
      aria-labelledby={headingId}
      onClose={(event) => onAnswer(event.currentTarget.returnValue === 'accept')}
    >
      <h2 id={headingId}>{heading}</h2>
      {children}
      <form method="dialog">
        <button type="submit" value="" className="dh-button">
          {decline}
        </button>
        <button type="submit" value="accept" className="dh-main-button">
          {accept}
        </button>
      </form>
    </dialog>
  );
}
