/** Downloads a text as a file. */

export function download(content: string, { mime, name }: { mime: string; name: string }): void {
  const url = URL.createObjectURL(new Blob([content], { type: `${mime};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next task. Without this the text stays in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(url));
}
