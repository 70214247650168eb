/** The looks of buttons. They are class names, so that a `<button>` and a `<Link>` can share them. */
const base =
  'inline-flex min-h-11 items-center justify-center gap-2 rounded-full px-5 text-sm font-semibold select-none ' +
  'aria-disabled:opacity-60 forced-colors:border';

export const buttonStyles = {
  /** The main button of a page or dialog. */
  primary: `${base} bg-accent text-on-accent hover:bg-accent-strong active:bg-accent-strong`,
  /** Any other button on the page's background. */
  plain: `${base} border border-edge bg-surface text-ink hover:bg-sunken active:bg-sunken`,
  /** The main button on the studio's dark background. */
  studioPrimary: `${base} bg-white text-[#10181d] hover:bg-[#dff3ef] active:bg-[#dff3ef]`,
  /** Any other button there. Opaque, because the picture beneath may have any brightness. */
  studio: `${base} border border-white/25 bg-[#1c262d] text-white hover:bg-[#2a3740] active:bg-[#2a3740]`,
  studioAlarm: `${base} bg-[#b3261e] text-white hover:bg-[#93190f] active:bg-[#93190f]`,
} as const;
