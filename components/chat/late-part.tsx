'use client';
/**
 * A part of the page that is fetched after the first load. When it does not load, or throws, the page says so and
 * offers to load it again, or to reload an outdated page. The rest of the page, including a running conversation,
 * continues.
 */
import { Component, type ComponentType, type ReactNode, useEffect, useReducer } from 'react';
import { useTranslations } from 'use-intl/react';
import { buttonStyles } from '../ui/button-styles';
import { ReloadButton } from '../ui/reload-button';
import { isSiteReachable } from './is-site-reachable';

export interface LatePartOptions {
  /** `over`: above the page, where the part is a dialog. `inside`: where the part would stand. */
  shown: 'over' | 'inside';
}

interface CloseProps {
  onClose?: () => void;
}

/**
 * A part that has neither loaded nor failed by then counts as missing. Users wait for a dialog, and see nothing until
 * then.
 */
const LOAD_LIMIT_MS = { over: 10_000, inside: 30_000 };

/** @returns the component, and `preload`, which never rejects: the component itself reports a failure */
export function latePart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  { shown }: LatePartOptions,
): ComponentType<Props & CloseProps> & { preload: () => Promise<void> } {
  let Part: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;

  /** A failed load is not remembered: the next call fetches again. */
  const loadOnce = (): Promise<void> => {
    loading ??= load().then(
      (module) => {
        Part = module.default;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  function LatePart(props: Props & CloseProps) {
    const [state, dispatch] = useReducer(reduce, Part ? 'loaded' : 'loading');
    useEffect(() => {
      if (state !== 'loading') return;
      let isGone = false;
      const limit = setTimeout(() => dispatch('missing'), LOAD_LIMIT_MS[shown]);
      const next = loadOnce().then(
        (): PartState => 'loaded',
        async (): Promise<PartState> => ((await isSiteReachable()) ? 'outdated' : 'missing'),
      );
      void next.then((reached) => isGone || dispatch(reached));
      return () => {
        isGone = true;
        clearTimeout(limit);
      };
    }, [state]);
    if (state === 'loading') return null;
    if (state !== 'loaded' || !Part)
      return (
        <Missing
          shown={shown}
          isOutdated={state === 'outdated'}
          again={() => dispatch('loading')}
          close={props.onClose}
        />
      );
    return (
      <PartBoundary onBroken={() => dispatch('missing')}>
        <Part {...props} />
      </PartBoundary>
    );
  }
  return Object.assign(LatePart, { preload: () => loadOnce().catch(() => {}) });
}

/** `outdated`: the part did not load although the site answers. */
type PartState = 'loading' | 'loaded' | 'missing' | 'outdated';
const reduce = (_: PartState, next: PartState): PartState => next;

interface PartBoundaryProps {
  onBroken: () => void;
  children: ReactNode;
}

class PartBoundary extends Component<PartBoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError = () => ({ isBroken: true });

  override componentDidCatch(): void {
    this.props.onBroken();
  }

  override render(): ReactNode {
    return this.state.isBroken ? null : this.props.children;
  }
}

const look: Record<LatePartOptions['shown'], string> = {
  // At the top: *Start* and *Cancel* stay in reach below it.
  over: 'fixed inset-x-3 top-16 z-40 mx-auto max-w-md rounded-panel border border-line bg-surface p-4 text-ink shadow-stage',
  inside: 'p-3',
};

interface MissingProps extends LatePartOptions {
  isOutdated: boolean;
  again: () => void;
  close: (() => void) | undefined;
}

function Missing({ shown, isOutdated, again, close }: MissingProps) {
  const t = useTranslations('part');
  return (
    <div role="alert" className={look[shown]}>
      <p className="text-sm">{t(isOutdated ? 'outdated' : 'missing')}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {isOutdated && <ReloadButton />}
        <button type="button" className={buttonStyles.plain} onClick={again}>
          {t('again')}
        </button>
        {close && (
          <button type="button" className={buttonStyles.plain} onClick={close}>
            {t('close')}
          </button>
        )}
      </div>
    </div>
  );
}
