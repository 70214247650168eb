'use client';
/**
 * Text that grows. New text is appended to the same text node, because a replaced node loses the user's selection.
 * React does not manage the node, so a browser that translates the page may replace it.
 */
import { type HTMLAttributes, useLayoutEffect, useRef } from 'react';

interface GrowingTextProps extends Omit<HTMLAttributes<HTMLElement>, 'children'> {
  as: 'p' | 'span';
  text: string;
}

export function GrowingText({ as: Tag, text, className = '', ...attributes }: GrowingTextProps) {
  const element = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (element.current) show(element.current, text);
  }, [text]);
  return (
    <Tag
      dir="auto"
      {...attributes}
      // `dir` gives all lines the direction of the first one; this gives each line its own.
      className={`[unicode-bidi:plaintext] ${className}`}
      ref={(mounted: HTMLElement | null) => {
        element.current = mounted;
      }}
    />
  );
}

function show(element: HTMLElement, text: string): void {
  const { firstChild, lastChild } = element;
  if (firstChild instanceof Text && firstChild === lastChild && text.startsWith(firstChild.data)) {
    if (text.length > firstChild.data.length) firstChild.appendData(text.slice(firstChild.data.length));
  } else {
    element.textContent = text;
  }
}
