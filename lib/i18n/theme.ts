/** The themes: light, dark, or that of the device. `globals.css` applies `data-theme` of the document. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const isTheme = (value: unknown): value is Theme => themes.includes(value as Theme);
