/**
 * Light, dark, or as the device has it. `globals.css` follows `data-theme` on the document.
 */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);
