/** A brain without a language model: it answers from the project's own pages and says when it does not know. */
import type { Knowledge } from './model-brain.ts';
import { findPassages, isAnswer, isCurated, isRelated, type Match } from './page-search.ts';
import { type Passage, passages } from './pages.ts';
import type { Extras } from './screen-message.ts';
import { type SpokenLanguage, spokenLanguage } from './spoken-language.ts';
import { lastTopic, noMore, pointsBack, talkAnswer, talkIn, withoutGreeting } from './talk.ts';
import type { Brain, BrainPart, BrainRequest } from './types.ts';

/** The spoken answer is short. The source has the rest. */
const GIST_LENGTH: Record<SpokenLanguage, number> = { en: 260, zh: 110 };
const MAX_SUGGESTIONS = 3;
const MAX_EXCERPTS = 4;
const EXCERPT_LENGTH = 700;

const phrases = {
  en: {
    unknown: 'I don’t know that. Ask me about this app: once codes, retries, signing, privacy, or how to run it.',
    related: 'I don’t know that, but I can tell you something related. See the questions below.',
    onlyElsewhere: 'I found something about it in the Chinese pages only. The links are below.',
    colon: ': ',
    first: ['What is a once code?', 'How does this app work?', 'How do I use this in my own project?'],
  },
  zh: {
    unknown: '这个我不知道。你可以问我这个应用的事：鉴权码、重试、签名、隐私，或者怎么运行。',
    related: '这个我不知道，不过我可以讲讲相关的内容，请看下面的问题。',
    onlyElsewhere: '相关内容只在英文页面里，链接在下面。',
    colon: '：',
    first: ['什么是一次性鉴权码？', '这个应用怎么工作？', '怎么集成到我的项目里？'],
  },
} as const;

export const pagesBrain: Brain = async function* (request) {
  const { text, screen } = answerTo(request);
  for (const piece of piecesOf(text)) {
    if (request.signal.aborted) return;
    yield { text: piece } satisfies BrainPart;
  }
  yield { screen };
};

/** For an answer of a language model: the passages about the question, and what is shown on the screen. */
export function knowledgeOf(request: BrainRequest): Knowledge {
  const found = matches(withoutGreeting(request.question), request);
  const answers = found.filter(isAnswer).slice(0, 3);
  const [best] = answers;
  return {
    excerpts: found
      .filter(isRelated)
      .slice(0, MAX_EXCERPTS)
      .map(({ passage: { pageTitle, title, text } }) => ({
        page: pageTitle,
        title,
        text: text.slice(0, EXCERPT_LENGTH),
      })),
    screen: {
      sources: sourcesOf(answers),
      suggestions: suggestionsFor(found, request, best?.passage),
      action: best && actionOf(best.passage),
    },
  };
}

interface Answer {
  text: string;
  screen: Extras;
}

function answerTo(request: BrainRequest): Answer {
  const { history, language } = request;
  const question = withoutGreeting(request.question);
  const talk = talkIn(question);
  if (talk === null) return answerFromPages(question, request);
  const said = talkAnswer(talk, request);
  if (said !== undefined) return { text: said, screen: { suggestions: suggestionsFor([], request) } };
  const last = history.at(-1);
  // Its answer was interrupted before the first word.
  if (talk === 'repeat' && last) return answerTo(asAsked(last.question, { ...request, history: history.slice(0, -1) }));
  const topic = lastTopic(history);
  const found = topic && matches(topic.question, asAsked(topic.question, request))[0];
  if (!found || !isAnswer(found))
    return { text: noMore(language), screen: { suggestions: suggestionsFor([], request) } };
  if (talk === 'more') {
    const text = found.passage.more || noMore(language);
    return { text, screen: { sources: sourcesOf([found]), suggestions: suggestionsFor([], request, found.passage) } };
  }
  return inOtherLanguage(found.passage, talk === 'in-chinese' ? 'zh' : 'en', request);
}

/** The request with an earlier question, in its language. */
const asAsked = (question: string, request: BrainRequest): BrainRequest => ({
  ...request,
  question,
  language: spokenLanguage(question, request.language),
});

function answerFromPages(question: string, request: BrainRequest): Answer {
  const { language } = request;
  const found = matches(question, request);
  const [best] = found;
  if (best && isAnswer(best)) {
    return {
      text: gistOf(best.passage),
      screen: {
        sources: sourcesOf(found.filter(isAnswer).slice(0, 3)),
        suggestions: suggestionsFor(found, request, best.passage),
        action: actionOf(best.passage),
      },
    };
  }
  const elsewhere = findPassages(question, language === 'zh' ? 'en' : 'zh').filter(isAnswer);
  if (elsewhere.length > 0) {
    const screen = { sources: sourcesOf(elsewhere.slice(0, 3)), suggestions: suggestionsFor(found, request) };
    return { text: phrases[language].onlyElsewhere, screen };
  }
  const text = best && isSuggestion(best) ? phrases[language].related : phrases[language].unknown;
  return { text, screen: { suggestions: suggestionsFor(found, request) } };
}

/** Searches for the question; if that finds nothing and it refers to the question before, for both together. */
function matches(question: string, { language, history }: BrainRequest): Match[] {
  const found = findPassages(question, language);
  const earlier = lastTopic(history)?.question;
  if ((found[0] && isAnswer(found[0])) || !earlier || !pointsBack(question)) return found;
  // An earlier answer would be repeated, although the question is different.
  const answered = findPassages(earlier, language)[0];
  if (!answered || !isAnswer(answered) || isSmallTalk(answered.passage)) return found;
  const together = findPassages(`${earlier} ${question}`, language);
  return together[0]?.passage === answered.passage ? found : together;
}

function gistOf({ text, isQuestion, language }: Passage): string {
  const most = GIST_LENGTH[language];
  if (isQuestion && text.length <= most) return text;
  const sentences =
    text
      .replace(/\s+/g, ' ')
      .match(/[^.!?。！？]+(?:[.!?](?=\s|$)|[。！？]|[.!?](?=\S)[^.!?。！？]*)+|[^.!?。！？]+$/gu) ?? [];
  let gist = '';
  for (const sentence of sentences) {
    if (gist && gist.length + sentence.length > most) break;
    gist += sentence;
  }
  return gist.trim().slice(0, most * 2);
}

/** Where to read more: the links of the passage, or the passage itself. */
function sourcesOf(found: readonly Match[]): Extras['sources'] {
  const sources = new Map<string, string>();
  const add = (path: string, title: string) => {
    if (!sources.has(path)) sources.set(path, title);
  };
  for (const { passage } of found) {
    const { links, path, isQuestion, pageTitle, title, language } = passage;
    if (isSmallTalk(passage)) continue;
    for (const link of links.slice(0, 2)) add(link.path, link.title);
    if (links.length === 0)
      add(path, isQuestion || title === pageTitle ? pageTitle : pageTitle + phrases[language].colon + title);
  }
  return [...sources].slice(0, 4).map(([url, title]) => ({ title: title.slice(0, 200), url: encodeURI(url) }));
}

/** Similar questions that were neither asked nor answered yet. If there are none, the first questions. */
function suggestionsFor(
  found: readonly Match[],
  { question, history, language }: BrainRequest,
  answered?: Passage,
): string[] {
  const done = [question, ...history.map((turn) => turn.question), ...(answered ? [answered.title] : [])].map(normal);
  const near = found.filter(isSuggestion).map(({ passage }) => passage.title);
  return [...new Set([...near, ...phrases[language].first])]
    .filter((title) => !done.includes(normal(title)))
    .slice(0, MAX_SUGGESTIONS);
}

/** Only from the questions pages: other questions, such as those of an experiment, were not written for users. */
const isSuggestion = (match: Match) => isRelated(match) && isCurated(match.passage) && !isSmallTalk(match.passage);

const normal = (text: string) => text.toLowerCase().replace(/[\s\p{P}]+/gu, '');

/** Without a link there is nothing to read, as for "hello" and "thank you". */
const isSmallTalk = (passage: Passage) => isCurated(passage) && passage.links.length === 0;

function actionOf({ action }: Passage): Extras['action'] {
  if (action === 'end_conversation') return { type: 'end_conversation' };
  const path = /^open_page (\S+)$/.exec(action)?.[1];
  return path ? { type: 'open_page', path } : undefined;
}

function inOtherLanguage({ topic }: Passage, language: SpokenLanguage, request: BrainRequest): Answer {
  const counterpart = passages.find((passage) => topic && passage.topic === topic && passage.language === language);
  if (!counterpart) return { text: noMore(language), screen: {} };
  const match = { passage: counterpart, confidence: 1 };
  const suggestions = suggestionsFor([], { ...request, language }, counterpart);
  return { text: gistOf(counterpart), screen: { sources: sourcesOf([match]), suggestions } };
}

/** Splits a text as a language model streams it: into words, or into a few Chinese characters. */
const piecesOf = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]{1,3}|[^\s\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]+\s*|\s+/gu,
  ) ?? [];
