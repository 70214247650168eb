/** Times of day in the user's time zone. Making a formatter is slow, so each language has one. */
const formatters = new Map<string, Intl.DateTimeFormat>();

export function timeOfDay(atMs: number, locale: string): string {
  let formatter = formatters.get(locale);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
    formatters.set(locale, formatter);
  }
  return formatter.format(atMs);
}
