// @vitest-environment node
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { DigitalHumanChat } from '../../examples/digital-human-chat.tsx';

it('the component renders on a server, for a user whose transcript it keeps', () => {
  expect(renderToString(<DigitalHumanChat sdkUrl="/s.js" userId="ada" />)).toContain('Start conversation');
});
