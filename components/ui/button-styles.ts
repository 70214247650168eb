/** How buttons and links that act look. Class names only, so that a `<button>`, a `<Link>` and a form share them. */
const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-full px-5 text-sm font-semibold select-none ' +
  'aria-disabled:opacity-60 forced-colors:border';

export const buttonLook = {
  /** The one thing to do here. */
  primary: `${base} bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong`,
  /** Everything else on paper. */
  plain: `${base} border border-edge bg-surface text-ink hover:bg-sunken active:bg-sunken`,
  /** The one thing to do on the studio's dark ground. */
  studioPrimary: `${base} bg-white text-[#10181d] hover:bg-[#dff3ef] active:bg-[#dff3ef]`,
  /** Everything else there. Solid, because a picture of any brightness may lie beneath. */
  studio: `${base} border border-white/25 bg-[#1c262d] text-white hover:bg-[#2a3740] active:bg-[#2a3740]`,
  studioAlarm: `${base} bg-[#b3261e] text-white hover:bg-[#93190f] active:bg-[#93190f]`,
} as const;
