/** All that an app adds: one component and the address of the SDK. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { DigitalHumanChat } from '../digital-human-chat';

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');

createRoot(root).render(
  // StrictMode mounts twice and still costs one code: nothing starts without a click.
  <StrictMode>
    <main>
      <h1>Face to face, on Express and Vite</h1>
      <DigitalHumanChat sdkUrl={document.documentElement.dataset.sdkUrl ?? ''} />
    </main>
  </StrictMode>,
);
