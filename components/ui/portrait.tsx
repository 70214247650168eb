/** A cut-out picture of the digital human, shown while there is no video. Replace both files by your own. */
export function Portrait({ alt, className }: { alt: string; className?: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: the file is sized and compressed, and next/image would add its script
    <img
      src="/digital-human.webp"
      srcSet="/digital-human-760.webp 760w, /digital-human.webp 1100w"
      // The same file at every size, so that a page that shows it twice fetches it once.
      sizes="(max-width: 30rem) 100vw, 1100px"
      alt={alt}
      width={1100}
      height={803}
      className={className}
    />
  );
}

/** The face in a circle. Decorative, because the name is beside it. */
export function RoundPortrait({ className }: { className?: string }) {
  return (
    <div className={`studio-light shrink-0 overflow-hidden rounded-full ${className ?? ''}`}>
      <Portrait alt="" className="mt-[8%] -ml-[45%] w-[190%] max-w-none" />
    </div>
  );
}
