/** A page with one message and one link or button, for errors and unknown addresses. */
import type { ReactNode } from 'react';
import { BrandMark } from './brand-mark';

export function MessagePage({ heading, text, children }: { heading: string; text: string; children: ReactNode }) {
  return (
    <main id="content" className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-4 px-6 py-12">
      <BrandMark className="h-8 self-start text-accent" />
      <h1 className="text-lg">{heading}</h1>
      <p className="text-quiet">{text}</p>
      <div className="mt-2 flex flex-wrap gap-3">{children}</div>
    </main>
  );
}
