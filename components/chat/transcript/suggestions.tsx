'use client';
/** Suggested first questions. They are the demo's; replace them by your own. */
import { useTranslations } from 'use-intl/react';

export function Suggestions({ ask }: { ask: (question: string) => void }) {
  const t = useTranslations('suggestions');
  return (
    <section
      aria-labelledby="suggestions-title"
      className="m-auto flex w-full max-w-80 flex-col items-stretch gap-2 sideways:gap-1.5 print:hidden"
    >
      <h3 id="suggestions-title" className="text-center text-sm text-quiet sideways:sr-only">
        {t('label')}
      </h3>
      {(['q1', 'q2', 'q3'] as const).map((question) => (
        <button
          key={question}
          type="button"
          className="min-h-11 rounded-panel border border-edge bg-canvas px-4 py-2 text-left text-sm sideways:text-xs hover:bg-sunken"
          onClick={() => ask(t(question))}
        >
          {t(question)}
        </button>
      ))}
    </section>
  );
}
