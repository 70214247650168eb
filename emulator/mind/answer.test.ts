import { describe, expect, it } from 'vitest';
import type { MindContext } from '../chat/mind';
import { answer } from './answer';
import { topics } from './knowledge';

async function ask(question: string, context: Partial<MindContext> = {}): Promise<string> {
  let text = '';
  for await (const piece of answer(question, {
    language: 'en_US',
    history: [],
    signal: new AbortController().signal,
    ...context,
  })) {
    text += piece;
  }
  return text;
}

const topic = (id: string) => {
  const found = topics.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no topic ${id}`);
  return found;
};

const turn = (question: string, answered = '…') => ({ question, answer: answered });

describe('matching', () => {
  it.each([
    ['What is a once code?', 'once-code'],
    ['and what are those once codes', 'once-code'],
    ['how long is the code valid', 'code-life'],
    ['Can I use the code twice?', 'code-uses'],
    ['when my code gets refused, what do you do?', 'code-refused'],
    ['how do you sign requests?', 'signing'],
    ['which browser do I need', 'browsers'],
    ['does it run in firefox', 'browsers'],
    ['how do I take the code home', 'take-home'],
    ['why not use useSWR', 'swr'],
    ['I cannot hear you', 'no-sound'],
    ['What if I stay silent?', 'silence'],
    ['is my voice stored', 'privacy'],
    ['Explain MSS.47010046', 'code-refused'],
    ['thank you so much', 'thanks'],
    ['whats up', 'how-are-you'],
  ])('answers “%s” in English from %s', async (question, id) => {
    expect(await ask(question)).toBe(topic(id).en.answer);
  });

  it.each([
    ['一次性鉴权码是什么？', 'once-code'],
    ['once code 是什么', 'once-code'],
    ['鉴权码可以用多久', 'code-life'],
    ['能用两次吗', 'code-uses'],
    ['请问怎么签名', 'signing'],
    ['支持火狐浏览器吗', 'browsers'],
    ['怎么把代码带回家', 'take-home'],
    ['模拟器是干什么的', 'emulator'],
    ['我听不到你的声音', 'no-sound'],
    ['谢谢你啊', 'thanks'],
  ])('answers “%s” in Chinese from %s', async (question, id) => {
    expect(await ask(question)).toBe(topic(id).zh.answer);
  });

  it.each(
    topics.flatMap(({ id, en, zh }) => [
      [en.asks[0], en.answer, id],
      [zh.asks[0], zh.answer, id],
    ]),
  )('finds “%s” by its own words', async (question, answered) => {
    expect(await ask(String(question))).toBe(answered);
  });

  it.each([
    'What is the capital of France?',
    'Do you like pizza?',
    'quantum chromodynamics',
    '法国的首都是哪里',
    '今天股票',
  ])('admits that it does not know “%s”', async (question) => {
    expect(await ask(question)).toMatch(/^(I don’t know that, but|这个我不知道，不过)/);
  });

  it('points to something related when that is all it has', async () => {
    expect(await ask('does the emulator dream of electric sheep at midnight under seven purple moons')).toMatch(
      /something related.*emulator/,
    );
  });

  it('answers what shows no language of its own in the session’s language', async () => {
    expect(await ask('42', { language: 'zh_CN' })).toMatch(/^这个我不知道/);
    expect(await ask('42', { language: 'en_US' })).toMatch(/^I don’t know/);
  });
});

describe('memory', () => {
  const history = [turn('what is the emulator')];

  it('says the same in the other language', async () => {
    expect(await ask('and in Chinese?', { history })).toBe(topic('emulator').zh.answer);
    expect(await ask('用英文说', { history })).toBe(topic('emulator').en.answer);
  });

  it('tells more, even after other follow-ups', async () => {
    const talk = [...history, turn('in chinese')];
    expect(await ask('tell me more', { history: talk })).toBe(topic('emulator').en.more);
    expect(await ask('详细一点', { history: talk })).toBe(topic('emulator').zh.more);
  });

  it('says so when there is no more', async () => {
    expect(await ask('tell me more', { history: [turn('thank you')] })).toMatch(/all I know/);
  });

  it('remembers the question', async () => {
    expect(await ask('What did I ask?', { history })).toBe('You asked: what is the emulator');
    expect(await ask('我刚才问了什么', { history })).toBe('你问的是：what is the emulator');
    expect(await ask('what did I ask?')).toMatch(/not asked me anything/);
  });

  it('repeats what it said', async () => {
    expect(await ask('say that again', { history: [turn('hello', 'Hello!')] })).toBe('Hello!');
  });

  it('understands what “it” means from the question before', async () => {
    expect(await ask('how long does it live', { history: [turn('what is a once code')] })).toBe(
      topic('code-life').en.answer,
    );
  });
});

describe('speech', () => {
  it('comes in small pieces', async () => {
    for (const question of ['what is a once code', '一次性鉴权码是什么']) {
      const context = { language: 'en_US', history: [], signal: new AbortController().signal } as const;
      for await (const piece of answer(question, context)) expect(piece.length).toBeLessThan(24);
    }
  });

  it('stops when it is interrupted', async () => {
    const abort = new AbortController();
    let pieces = 0;
    for await (const _ of answer('hello', { language: 'en_US', history: [], signal: abort.signal })) {
      pieces += 1;
      abort.abort();
    }
    expect(pieces).toBe(1);
  });

  it.each(topics.map(({ id, en, zh }) => [id, en, zh] as const))('%s is short enough to be spoken', (_, en, zh) => {
    expect(en.answer.length).toBeLessThanOrEqual(230);
    expect(zh.answer.length).toBeLessThanOrEqual(90);
  });
});
