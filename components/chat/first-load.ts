/**
 * What the page says when its scripts do not arrive: without them nothing works, *Start conversation* included, and no
 * component can say so.
 */

/** The event of `window` when the scripts of the first load have arrived. */
export const SCRIPTS_ARRIVED = 'scripts-arrived';

/**
 * The text of the inline script that runs before all others: its source is this function, so it uses nothing from
 * outside. The attributes of its element: `data-text`, `data-reload` (the label of the link), `data-arrived`
 * (the event).
 */
export function watchFirstLoad(): void {
  const { text = '', reload = '', arrived = '' } = document.currentScript?.dataset ?? {};
  const notice = document.createElement('div');
  const show = () => {
    if (notice.isConnected) return;
    const link = document.createElement('a');
    link.href = '';
    link.textContent = reload;
    link.className = 'mt-3 inline-block py-2 font-semibold underline';
    const message = document.createElement('p');
    message.textContent = text;
    notice.setAttribute('role', 'alert');
    notice.className =
      'fixed inset-x-3 top-16 z-40 mx-auto max-w-md rounded-panel border border-alarm bg-surface p-4 text-sm shadow-stage';
    notice.append(message, link);
    // Last, where React does not look for its own elements.
    document.body.append(notice);
  };
  const onError = ({ target }: Event) => target instanceof HTMLScriptElement && show();
  // They may also hang, or not run in this browser.
  let timer = setTimeout(show, 30_000);
  // A script may be lost before this one runs, which waits for the style sheet. By now each has loaded or failed.
  const onLoad = () => {
    clearTimeout(timer);
    timer = setTimeout(show, 5_000);
  };
  window.addEventListener('load', onLoad);
  window.addEventListener('error', onError, true); // the event of an element does not bubble
  window.addEventListener(arrived, () => {
    clearTimeout(timer);
    window.removeEventListener('load', onLoad);
    window.removeEventListener('error', onError, true);
    notice.remove();
  });
}
