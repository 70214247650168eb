/**
 * A page that the browser translates, as Chrome does: a new text node inside two `<font>` elements replaces each text
 * node, now and whenever the page adds or changes text. The page keeps its reference to the removed node.
 */
import type { Page } from 'playwright/test';

/** `wrap` keeps the text, so that tests find the same elements. `change` makes text that the page does not contain. */
export type Translation = 'wrap' | 'change';

/** What `change` makes of a text: different from all text of the page, and the same in the page and in the test. */
export const changed = (text: string): string => text.replace(/[a-z]/gi, '$&\u0301');

/** Call before the page loads. Translation begins when the page is interactive, as when a user asks for it. */
export async function translatePage(page: Page, translation: Translation): Promise<void> {
  await page.addInitScript((change) => {
    const isLeftAlone = (parent: Element | null): boolean =>
      parent?.closest('script, style, textarea, title, noscript, font, [translate="no"], .notranslate') !== null;
    const translate = (node: Text) => {
      if (!node.data.trim() || !node.isConnected || isLeftAlone(node.parentElement)) return;
      const outer = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = change ? node.data.replace(/[a-z]/gi, '$&\u0301') : node.data;
      outer.append(inner);
      node.replaceWith(outer);
    };
    const translateIn = (root: Node) => {
      if (root instanceof Text) return translate(root);
      const texts: Text[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) translate(text);
    };
    // Earlier, React would find other nodes than the server sent, and render the page again.
    const isHydrated = () => {
      const nodes = document as unknown as Record<string, { stateNode: { current: { memoizedState: object } } }>;
      const container = Object.keys(nodes).find((key) => key.startsWith('__reactContainer'));
      const state = container && (nodes[container]?.stateNode.current.memoizedState as { isDehydrated?: boolean });
      if (!state || state.isDehydrated) return false;
      return Array.from(document.querySelectorAll('button, a')).every((element) =>
        Object.keys(element).some((key) => key.startsWith('__reactProps')),
      );
    };
    const begin = () => {
      if (!isHydrated()) return void requestAnimationFrame(begin);
      translateIn(document.body);
      new MutationObserver((records) => {
        for (const { type, target, addedNodes } of records) {
          if (type === 'characterData') translateIn(target);
          for (const node of addedNodes) translateIn(node);
        }
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
      document.documentElement.dataset.translated = '';
    };
    window.addEventListener('load', begin);
  }, translation === 'change');
}
