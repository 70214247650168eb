/** The logo: two faces in profile, looking at each other. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 26 20" aria-hidden="true" className={className}>
      <path fill="currentColor" d="M1 1a9 9 0 0 1 10.5 9A9 9 0 0 1 1 19z" />
      <path fill="currentColor" opacity="0.55" d="M25 1a9 9 0 0 0-10.5 9A9 9 0 0 0 25 19z" />
      <circle cx="6.4" cy="7.6" r="1.5" fill="var(--color-canvas)" />
      <circle cx="19.6" cy="7.6" r="1.5" fill="var(--color-canvas)" />
    </svg>
  );
}
