import { expect, test } from 'vitest';
import { asSentence, gapOf, labelled, listed, sentences, withRemark } from './sentences.ts';

test.each([
  ['en', 'No microphone. Plug one in. Try again.', 'Code: 42', 'Ada, Mei', 'Ada (not delivered)'],
  ['en-GB', 'No microphone. Plug one in. Try again.', 'Code: 42', 'Ada, Mei', 'Ada (not delivered)'],
])('sentences in %s are separated by spaces', (locale, notice, code, names, line) => {
  expect(
    asSentence(locale, 'No microphone') + gapOf(locale) + sentences(locale, 'Plug one in.', null, 'Try again.'),
  ).toBe(notice);
  expect(labelled(locale, 'Code', '42')).toBe(code);
  expect(listed(locale, ['Ada', 'Mei'])).toBe(names);
  expect(withRemark(locale, 'Ada', 'not delivered')).toBe(line);
});

test.each(['zh-CN', 'zh'])('sentences in %s have full-width marks and no spaces', (locale) => {
  expect(asSentence(locale, '没有麦克风') + gapOf(locale) + sentences(locale, '请接上。', false, '请再试。')).toBe(
    '没有麦克风。请接上。请再试。',
  );
  expect(labelled(locale, '错误码', '42')).toBe('错误码：42');
  expect(listed(locale, ['小艾', '小美'])).toBe('小艾、小美');
  expect(withRemark(locale, '李雷', '未送达')).toBe('李雷（未送达）');
});
