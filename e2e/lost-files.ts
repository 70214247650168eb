/** Fails requests for the app's script files once a conversation is live, as after a rollout or without a network. */
import type { Page } from 'playwright/test';

export async function loseFilesOnceLive(page: Page): Promise<void> {
  let isLost = false;
  // A new document and its files come from the new build.
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) isLost = false;
  });
  await page.exposeFunction('conversationIsLive', () => {
    isLost = true;
  });
  await page.addInitScript(() => {
    const report = (window as unknown as { conversationIsLive: () => Promise<void> }).conversationIsLive;
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[data-status="live"]')) return;
      observer.disconnect();
      void report();
    });
    observer.observe(document, { attributes: true, childList: true, subtree: true, attributeFilter: ['data-status'] });
  });
  await page.route('**/_next/static/**', (route) => (isLost ? route.abort() : route.fallback()));
}
