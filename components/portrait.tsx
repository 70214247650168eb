/** The picture of the digital human for the moments without a line. Replace the file by one of your own. */
export function Portrait({ alt, className }: { alt: string; className?: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: 22 kB, already sized and compressed; next/image would cost the page its script
    <img src="/digital-human.webp" alt={alt} width={960} height={960} className={className} />
  );
}
