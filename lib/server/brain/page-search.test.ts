import { describe, expect, it, vi } from 'vitest';
import { PageSearch } from './page-search.ts';
import { type Passage, passages } from './pages.ts';

const topics = passages.filter(({ topic }) => topic !== '');

/** A page that mentions the subject of a question, as growing documentation does. */
const prose = (words: string, { language }: Passage, index: number): Passage => ({
  page: 'grown',
  path: `/docs/grown#${index}`,
  language,
  title: 'Grown',
  pageTitle: 'A page that has grown',
  asks: ['Grown'],
  isQuestion: false,
  text: words,
  more: '',
  links: [],
  action: '',
  topic: '',
});

describe('the search over pages that grow', () => {
  it('answers from the questions pages, even if other pages mention the subject', () => {
    const grown = topics.flatMap((topic) =>
      topic.asks.map((ask, index) => prose(`${ask} ${topic.text}`, topic, index)),
    );
    const search = new PageSearch([...grown, ...passages]);
    for (const { asks, language, topic } of topics)
      for (const ask of asks) expect(search.find(ask, language)[0]?.passage.topic, ask).toBe(topic);
  }, 60_000);

  it('is as sure of a question when other pages have many questions with the same words', () => {
    const asking = Array.from({ length: 200 }, (_, index) => ({
      ...prose('nothing of interest', { language: 'en' } as Passage, index),
      asks: [`does the code of silence number ${index} last long?`],
      isQuestion: true,
    }));
    const [before, after] = [passages, [...passages, ...asking]].map((all) =>
      new PageSearch(all).find('What if I stay silent?', 'en').find(({ passage }) => passage.topic === 'silence'),
    );
    expect(after?.confidence).toBe(before?.confidence);
  }, 60_000);

  it('falls back to another page when the questions pages have no answer', () => {
    const text = 'Zeppelin engineers grease the rudder bearings at dawn.';
    const search = new PageSearch([...passages, prose(text, { language: 'en' } as Passage, 0)]);
    expect(search.find('When do engineers grease the rudder bearings?', 'en')[0]?.passage.text).toBe(text);
  }, 60_000);

  it('prefers a question of another page with the same words', () => {
    const ask = 'which rudder bearings does a zeppelin need at dawn?';
    const asked = { ...prose('A day.', { language: 'en' } as Passage, 0), asks: [ask], isQuestion: true };
    expect(new PageSearch([asked, ...passages]).find(ask, 'en')[0]?.passage.text).toBe('A day.');
  }, 60_000);

  it('reads only the beginning of a long question, so that it does not keep others waiting', () => {
    const search = new PageSearch(passages);
    const long = '鉴权码怎么用'.repeat(700);
    expect(search.find(long, 'zh')).toEqual(search.find(long.slice(0, 400), 'zh'));
  }, 60_000);

  it('exists once per process, although Next loads the module more than once', async () => {
    const search = vi.spyOn(PageSearch.prototype, 'find');
    vi.resetModules();
    const { findPassages } = await import('./page-search.ts');
    expect(findPassages('What is a once code?', 'en')[0]?.passage.topic).toBe('once-code');
    expect(search).toHaveBeenCalledOnce();
  }, 60_000);

  it('is built with pauses, and finds the same before and after', async () => {
    const [prepared, other] = [new PageSearch(passages), new PageSearch(passages)];
    let pauses = 0;
    const immediate = setInterval(() => {
      pauses += 1;
    }, 0);
    await prepared.prepare();
    clearInterval(immediate);
    expect(pauses).toBeGreaterThan(5);
    expect(prepared.find('What is a once code?', 'en')).toEqual(other.find('What is a once code?', 'en'));
  }, 60_000);
});
