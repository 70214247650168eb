import { expect, it } from 'vitest';
import { mandarinPhones } from './mandarin-phones';

it.each([
  ['爸爸跑', 'b aa b aa p aw'],
  ['面包', 'm y eh n b aw'],
  ['我们', 'w ao m ax n'],
  ['为您', 'w ey n iy n'],
  ['学院', 'sh w eh w eh n'],
  ['鱼', 'y uw'],
  ['绿', 'l y uw'],
  ['四十二', 's ih sh ih er'],
  ['应用', 'y iy ng y uh ng'.replace('y iy', 'iy')],
  ['有银行', 'y ow iy n hh aa ng'],
  ['爱', 'ay'],
  ['零', 'l iy ng'],
])('spells %s', (text, phones) => {
  expect(mandarinPhones(text)).toBe(`pau ${phones} pau`);
});

it('pauses at punctuation, reads digits, and spells Latin words', () => {
  expect(mandarinPhones('好，2个 app')).toBe('pau hh aw pau er g ah pau aa p pau');
});

it('returns nothing for text that is not Chinese', () => {
  expect(mandarinPhones('Hello.')).toBeUndefined();
  expect(mandarinPhones('日本語です')).toBeUndefined();
});

it('has phones for every spelled syllable', () => {
  const everyKind = '知吃诗日资次思雄军决全女略翁瓦歪外王闻要也一鸭羊英用约元云乌我位';
  expect(mandarinPhones(everyKind)?.split(' ')).not.toContain('undefined');
  expect(mandarinPhones('翁')).toBe('pau w ah ng pau');
  expect(mandarinPhones('云')).toBe('pau y uw n pau');
});
