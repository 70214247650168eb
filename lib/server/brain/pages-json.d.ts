/** index-pages.mjs writes the file at build time. This declaration makes the types independent of it. */
declare module '*/pages.json' {
  const pages: unknown;
  export default pages;
}
