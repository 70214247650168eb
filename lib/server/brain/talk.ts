/** Questions about the conversation itself: who is asking, what was said, say more. Answered from the request alone. */
import type { SpokenLanguage } from './spoken-language.ts';
import type { BrainRequest, Turn } from './types.ts';

export type Talk = 'who-am-i' | 'asked-before' | 'repeat' | 'more' | 'stop' | 'in-chinese' | 'in-english';

const patterns: readonly (readonly [Talk, RegExp])[] = [
  [
    'who-am-i',
    /\bwho am i\b(?! \w+ing\b)|\bwhat(?:['’]?s| is) my name\b|^do you know (?:me|my name|who i am)\b|^我是谁|我叫什么|^你?知道我(?:是谁|的名字)|认识我吗/i,
  ],
  [
    'asked-before',
    /\bwhat did i (?:just )?(?:ask|say)\b|\bmy (?:last|previous) question\b|我(?:之前|刚才|刚刚)?(?:问了?|说了?)(?:你)?(?:什么|啥)|上一个问题/i,
  ],
  [
    'stop',
    /^(?:please )?(?:stop|shut up|be quiet|enough|that['’]?s enough)(?: talking| it| please)?$|^(?:停|停下|别说了|安静|闭嘴|够了)(?:吧|一下)?$/i,
  ],
  [
    'in-chinese',
    /^(?:(?:and|now|please|again|(?:can|could) you|(?:say|repeat) (?:it|that)) )*in (?:chinese|mandarin)(?:,? please)?$|^(?:请)?用中文(?:说|讲|再说)?(?:一遍)?$|中文怎么说|^中文呢?$/i,
  ],
  [
    'in-english',
    /^(?:(?:and|now|please|again|(?:can|could) you|(?:say|repeat) (?:it|that)) )*in english(?:,? please)?$|^(?:请)?用英[文语](?:说|讲|再说)?(?:一遍)?$|英[文语]怎么说|^英[文语]呢?$/i,
  ],
  [
    'more',
    /^(?:please )?(?:(?:tell me|say|know) )?(?:a bit |some |any)?more(?: about (?:it|that|this))?$|^(?:any )?more details?$|^go on$|^(?:and|what) else$|^another one$|^(?:再说说|多说[一点些]+|详细一?点?|继续|还有呢|再来一个)(?:吧|说)?$/i,
  ],
  [
    'repeat',
    /^(?:please |(?:can|could|would) you )*(?:repeat|say (?:that|it) again|again|pardon|come again)(?: that| it| please)*$|^what did you (?:just )?say$|^(?:请|你)?(?:能|可以)?再说一[遍次](?:吗|好吗)?$|^重复(?:一[遍下])?$|^你?(?:刚才|刚刚)说(?:了)?(?:什么|啥)$|没听清/i,
  ],
];

/** "Hello, who are you?" asks the rest. After a name or a word or two, as in "Hi Ada", it is only a greeting. */
export function withoutGreeting(question: string): string {
  const [, rest = ''] =
    /^\s*(?:(?:hi|hello|hey)(?: there)?|good (?:morning|afternoon|evening|day)|[你您]好|嗨|哈喽)[啊呀]?[\s\p{P}]+(.*)$/isu.exec(
      question,
    ) ?? [];
  return rest.trim().split(/\s+/).length > 2 || /\p{Script=Han}{3}/u.test(rest) ? rest : question;
}

export function talkIn(question: string): Talk | null {
  const text = question
    .trim()
    .replace(/[.!?。！？，,…]+$/u, '')
    .trim();
  return patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export interface TalkPhrases {
  known(name: string): string;
  unknown: string;
  nothingAsked: string;
  asked(question: string): string;
  noMore: string;
  stopped: string;
}

const phrases: Record<SpokenLanguage, TalkPhrases> = {
  en: {
    known: (name) => `You are ${name}. I know because you signed in here.`,
    unknown: 'I don’t know who you are. Sign in to this site and start a conversation, and I will.',
    nothingAsked: 'You have not asked me anything before this.',
    asked: (question) => `You asked: ${question}`,
    noMore: 'That is all I know about it. Ask me something else about this app.',
    stopped: 'All right.',
  },
  zh: {
    known: (name) => `你是${name}。你已在这里登录，所以我知道。`,
    unknown: '我不知道你是谁。请先登录本站再开始对话，我就知道了。',
    nothingAsked: '在这之前你还没有问过我。',
    asked: (question) => `你问的是：${question}`,
    noMore: '关于这个我只知道这些。你可以问问这个应用的其他方面。',
    stopped: '好的。',
  },
};

/** Undefined for `more` and the languages, which need the pages, and for `repeat` when there is no answer to repeat. */
export function talkAnswer(talk: Talk, { history, user, language }: BrainRequest): string | undefined {
  const say = phrases[language];
  const last = history.at(-1);
  switch (talk) {
    case 'who-am-i':
      return user ? say.known(user.name || user.id) : say.unknown;
    case 'asked-before': {
      const asked = history.findLast(({ question }) => question.trim() !== '');
      return asked ? say.asked(asked.question) : say.nothingAsked;
    }
    case 'repeat':
      return last ? last.answer.trim() || undefined : say.nothingAsked;
    case 'stop':
      return say.stopped;
    default:
      return last ? undefined : say.nothingAsked;
  }
}

export const noMore = (language: SpokenLanguage): string => phrases[language].noMore;

/** The last question that was not about the conversation itself. */
export const lastTopic = (history: readonly Turn[]): Turn | undefined =>
  history.findLast(({ question }) => talkIn(question) === null);

/** True for a question such as "How long does it live?", which refers to the one before. */
export const pointsBack = (question: string): boolean =>
  /\b(?:it|its|that|this|they|them|one)\b|[它他她]|这个|那个/i.test(question);
