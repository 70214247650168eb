/**
 * The answers of your digital human: a language model's if `BRAIN_LLM_*` is set, otherwise these few lines. Replace
 * them by your own.
 */
import { type ModelSettings, modelBrain } from '../lib/server/brain/model-brain.ts';
import type { Brain } from '../lib/server/brain/types.ts';

const lines = [
  {
    question: /once code|鉴权码/i,
    en: 'A once code is a one-off ticket from MetaStudio. Your server requests it, and the browser uses it to start one conversation.',
    zh: '一次性鉴权码是 MetaStudio 生成的一次性门票。服务器获取它，浏览器用它开始一次对话。',
  },
];

const fewLines: Brain = async function* ({ question, user, language }) {
  const known = lines.find((line) => line.question.test(question));
  if (known) {
    yield { text: known[language] };
    return;
  }
  const name = user?.name;
  yield {
    text:
      language === 'zh'
        ? `你好${name ? `，${name}` : ''}。这个我还不知道，我的回答写在 brain-answer.ts 里。`
        : `Hello${name ? ` ${name}` : ''}. I do not know that yet: my answers are written in brain-answer.ts.`,
  };
  yield { screen: { suggestions: [language === 'zh' ? '什么是一次性鉴权码？' : 'What is a once code?'] } };
};

export const createAnswer = (model: ModelSettings | undefined): Brain => (model ? modelBrain(model) : fewLines);
