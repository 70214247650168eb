/** Made by index-pages.mjs at build time; types must not depend on whether it is there yet. */
declare module '*/pages.json' {
  const pages: unknown;
  export default pages;
}
