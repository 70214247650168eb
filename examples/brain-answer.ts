/** What your digital human says: a language model when `BRAIN_LLM_*` is set, else one sentence. Put your own in its place. */
import { type ModelSettings, modelBrain } from '../lib/server/brain/model-brain';
import type { Brain } from '../lib/server/brain/types';

const greeting: Brain = async function* ({ user, language }) {
  const name = user?.name;
  if (language === 'zh')
    yield { text: `你好${name ? `，${name}` : ''}。我还没有接入知识，请在 brain-answer.ts 里写上你自己的回答。` };
  else
    yield {
      text: `Hello${name ? ` ${name}` : ''}. I know nothing yet. My answers are written in the file brain-answer.ts.`,
    };
};

export const createAnswer = (model: ModelSettings | undefined): Brain => (model ? modelBrain(model) : greeting);
