import { expect, it } from 'vitest';
import * as route from './route';

it.each(Object.entries(route))('%s gets a 404 with a JSON object, as the vendor’s SDK expects', async (_, handler) => {
  const answer = handler();
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(await answer.json()).toEqual({ error_code: 'not_here' });
});
