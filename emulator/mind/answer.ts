/**
 * What the digital human says: a guide to this app out of a built-in knowledge base, with a memory of a few turns. To
 * let something else do the thinking, give the emulator another function of this shape. It knows no sockets and no
 * voices.
 */
import type { Mind, MindContext, Turn } from '../chat/mind';
import { type FollowUp, followUpOf, pointsBack } from './follow-up';
import { findTopic } from './knowledge';
import type { Topic } from './topic';

const unknown = {
  en: {
    plain: 'I don’t know that, but I know this app well: ask me about once codes, retries, signing or the emulator.',
    related: (ask: string) => `I don’t know that, but I can tell you something related. Try: ${ask}?`,
    nothingAsked: 'You have not asked me anything before this.',
    lastAsked: (question: string) => `You asked: ${question}`,
    noMore: 'That is all I know about it. Ask me something else about this app.',
  },
  zh: {
    plain: '这个我不知道，不过我很了解这个应用：可以问我鉴权码、重试、签名或模拟器。',
    related: (ask: string) => `这个我不知道，不过我可以讲讲相关的内容，比如：${ask}？`,
    nothingAsked: '在这之前你还没有问过我。',
    lastAsked: (question: string) => `你问的是：${question}`,
    noMore: '关于这个我只知道这些。问问这个应用的其他方面吧。',
  },
} as const;

type Tongue = 'en' | 'zh';

export const answer: Mind = async function* (question, { language, history, signal }) {
  for (const piece of piecesOf(answerText(question, tongueOf(question, language), history))) {
    if (signal.aborted) return;
    yield piece;
  }
};

function answerText(question: string, tongue: Tongue, history: readonly Turn[]): string {
  const followUp = followUpOf(question);
  if (followUp) return followUpText(followUp, tongue, history);
  const match = findTopic(question);
  if (match?.isAnswer) return match.topic[tongue].answer;
  const earlier = pointsBack(question) ? history.at(-1)?.question : undefined;
  const inContext = earlier ? findTopic(`${earlier} ${question}`) : null;
  if (inContext?.isAnswer) return inContext.topic[tongue].answer;
  const suggestion = match?.topic[tongue].asks[0];
  return suggestion ? unknown[tongue].related(suggestion) : unknown[tongue].plain;
}

function followUpText(followUp: FollowUp, tongue: Tongue, history: readonly Turn[]): string {
  const words = unknown[tongue];
  const last = history.at(-1);
  if (!last) return words.nothingAsked;
  if (followUp === 'what-did-i-ask') return words.lastAsked(last.question);
  if (followUp === 'repeat') return last.answer;
  const topic = lastTopic(history);
  if (followUp === 'more') return topic?.[tongue].more ?? words.noMore;
  return topic?.[followUp === 'in-chinese' ? 'zh' : 'en'].answer ?? unknown[tongue].plain;
}

/** What the talk was about before the follow-ups began. */
function lastTopic(history: readonly Turn[]): Topic | null {
  const turn = history.findLast(({ question }) => followUpOf(question) === null);
  return turn ? (findTopic(turn.question)?.topic ?? null) : null;
}

function tongueOf(question: string, language: MindContext['language']): Tongue {
  if (/\p{Script=Han}/u.test(question)) return 'zh';
  if (/\p{Script=Latin}/u.test(question)) return 'en';
  return language === 'zh_CN' ? 'zh' : 'en';
}

/** As a language model streams: a word at a time, or two Chinese characters. */
const piecesOf = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]{1,2}|[^\s\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]+\s*|\s+/gu,
  ) ?? [];
