// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import { forgetDeviceTraces, keepTracesApart } from './device-traces.ts';

beforeEach(() => localStorage.clear());

function sdkLeavesTraces() {
  localStorage.setItem('cacheJobInfo', '{"job_id":"job-1"}');
  localStorage.setItem('oldLangCode-robot', 'zh_CN');
}
const traces = () => Object.keys(localStorage).filter((key) => !key.startsWith('digital-human'));

it('a person finds their language again, and no job, not even their own', async () => {
  await keepTracesApart('ada');
  sdkLeavesTraces();
  await keepTracesApart('ada');
  expect(traces()).toEqual(['oldLangCode-robot']);
});

it.each([
  ['another person', 'li'],
  ['a person without an ID', undefined],
])('%s finds nothing', async (_, userId) => {
  await keepTracesApart('ada');
  sdkLeavesTraces();
  await keepTracesApart(userId);
  expect(traces()).toEqual([]);
});

it('the first person of this page on a device finds nothing of the person before', async () => {
  sdkLeavesTraces();
  await keepTracesApart('ada');
  expect(traces()).toEqual([]);
});

it('two starts without an ID count as two people', async () => {
  await keepTracesApart(undefined);
  sdkLeavesTraces();
  await keepTracesApart(undefined);
  expect(traces()).toEqual([]);
});

it('the person is remembered as a salted hash', async () => {
  await keepTracesApart('ada@example.com');
  const first = localStorage.getItem('digital-human-last-starter') ?? '';
  expect(first).not.toContain('ada');
  await keepTracesApart('li');
  await keepTracesApart('ada@example.com');
  expect(localStorage.getItem('digital-human-last-starter')).not.toBe(first);
});

it('nothing stays after the sign-out, and other entries do', async () => {
  localStorage.setItem('theme', 'dark');
  await keepTracesApart('ada');
  sdkLeavesTraces();
  forgetDeviceTraces();
  expect(Object.keys(localStorage)).toEqual(['theme']);
});

it('forbidden storage prevents nothing', async () => {
  const blocked = vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('', 'SecurityError');
  });
  forgetDeviceTraces();
  await expect(keepTracesApart('ada')).resolves.toBeUndefined();
  blocked.mockRestore();
});
