/** The digital human as a cut-out picture, for when there is no video. Replace the two files by ones of your own. */
export function Portrait({ alt, className }: { alt: string; className?: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: already sized and compressed, and next/image would cost its script
    <img
      src="/digital-human.webp"
      srcSet="/digital-human-760.webp 760w, /digital-human.webp 1100w"
      // However small it is shown: a page that shows it twice fetches one file.
      sizes="(max-width: 30rem) 100vw, 1100px"
      alt={alt}
      width={1100}
      height={803}
      className={className}
    />
  );
}

/** The face in a round window, as a phone shows who is being called. Decorative: the name stands beside it. */
export function RoundPortrait({ className }: { className?: string }) {
  return (
    <div className={`studio-light shrink-0 overflow-hidden rounded-full ${className ?? ''}`}>
      <Portrait alt="" className="mt-[8%] -ml-[45%] w-[190%] max-w-none" />
    </div>
  );
}
