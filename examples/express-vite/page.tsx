/** What an app adds: one component, the address of the SDK, and what a sign-out deletes. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { forgetDeviceTraces } from '../../lib/digital-human/sdk/device-traces.ts';
import { forgetTranscripts } from '../../lib/digital-human/transcript-storage.ts';
import { DigitalHumanChat } from '../digital-human-chat.tsx';
import { forgetConsent } from '../digital-human-questions.tsx';

/** This page has no sign-in. Call this in your sign-out, so that the next user of the device finds no data. */
function signOut(): void {
  forgetTranscripts();
  forgetDeviceTraces();
  forgetConsent();
  window.location.reload();
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  // StrictMode mounts twice and still uses one code: nothing starts without a click.
  <StrictMode>
    <main>
      <h1>Face to face, on Express and Vite</h1>
      {/* A page with a sign-in gets the user from its server. */}
      <DigitalHumanChat sdkUrl={document.documentElement.dataset.sdkUrl ?? ''} userId="example-ada" />
      <button type="button" onClick={signOut}>
        Sign out
      </button>
    </main>
  </StrictMode>,
);
