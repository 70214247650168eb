'use client';
/**
 * The session's status as text. Nothing in it changes every second, so screen readers announce it once per step. Tests
 * read `data-status`.
 */
import { useTranslations } from 'use-intl/react';
import { MAX_ATTEMPTS } from '@/lib/digital-human/retry-policy';
import type { SessionSnapshot, SessionStatus } from '@/lib/digital-human/session-state';
import { preventsConversation, usePreflight } from '../start/use-preflight';

const dotLook: Record<SessionStatus, string> = {
  idle: 'bg-studio-quiet',
  preparing: 'bg-studio-work motion-safe:animate-breathe',
  authorizing: 'bg-studio-work motion-safe:animate-breathe',
  connecting: 'bg-studio-work motion-safe:animate-breathe',
  retrying: 'bg-studio-work',
  live: 'bg-studio-live',
  reconnecting: 'bg-studio-work motion-safe:animate-breathe',
  ended: 'bg-studio-quiet',
  failed: 'bg-studio-alarm',
};

export function SessionStatusLine({ snapshot }: { snapshot: SessionSnapshot }) {
  const t = useTranslations('session');
  const isUnable = preventsConversation(usePreflight()) && snapshot.status === 'idle';
  const step = t(isUnable ? 'unable' : snapshot.status);
  const { attempt, attempts = MAX_ATTEMPTS }: { attempt: number; attempts?: number | undefined } =
    'attempt' in snapshot ? snapshot : { attempt: 1 };
  return (
    <div
      role="status"
      aria-label={t('label')}
      data-status={snapshot.status}
      className="flex min-h-8 items-center gap-2 rounded-full bg-studio/85 px-3 py-1 text-xs font-semibold forced-colors:border"
    >
      <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dotLook[snapshot.status]}`} />
      {/* The attempt is named from the second on. */}
      <span>{attempt > 1 ? t('attempt', { step, attempt, attempts }) : step}</span>
      {snapshot.status === 'live' && snapshot.speaking && (
        <span aria-hidden="true" className="font-normal text-studio-quiet">
          {t('speaking')}
        </span>
      )}
    </div>
  );
}
