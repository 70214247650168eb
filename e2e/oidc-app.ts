/** An OpenID provider and an app that uses it, for the tests of one file. Relative addresses lead to this app. */
import { test as base } from 'playwright/test';
import type { AppInstance } from '../scripts/app-instance';
import { anyFreePort } from '../scripts/free-port';
import { startIdentityProvider } from './identity-provider';
import { startOwnApp } from './own-app';

interface OidcApp {
  app: AppInstance;
  /** In addition to those of the emulator and the provider. */
  appSettings: Record<string, string>;
}

export const test = base.extend<object, OidcApp>({
  appSettings: [{}, { scope: 'worker', option: true }],

  app: [
    async ({ appSettings }, use) => {
      const port = await anyFreePort();
      const provider = await startIdentityProvider(`http://localhost:${port}`);
      const settings = {
        AUTH_OIDC_ISSUER: provider.issuer,
        AUTH_OIDC_ID: provider.clientId,
        AUTH_OIDC_SECRET: provider.clientSecret,
        AUTH_OIDC_NAME: 'Example ID',
      };
      const app = await startOwnApp({ ...settings, ...appSettings }, { port });
      await use(app);
      await app.stop();
      provider.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ app }, use) => use(app.url),
});
