/** The emulator's answer when no LLM callback is configured: how to configure one. */
import type { AnswerSource } from './answer-source';

const sentences = {
  en: [
    'I am the emulator of MetaStudio, and nothing answers your questions yet. ',
    'Set EMULATOR_LLM_URL, EMULATOR_LLM_APP_ID and EMULATOR_LLM_APP_KEY, and I ask your own server, as MetaStudio does. ',
    'The command npm run demo does that for you.',
  ],
  zh: [
    '我是 MetaStudio 的模拟器，现在还没有接入问答服务。',
    '请设置 EMULATOR_LLM_URL、EMULATOR_LLM_APP_ID 和 EMULATOR_LLM_APP_KEY，我就会像 MetaStudio 一样向你自己的服务器提问。',
    '运行 npm run demo 会自动完成这些设置。',
  ],
};

export const ownAnswer: AnswerSource = async function* (question, { language, signal }) {
  const isChinese = /\p{Script=Han}/u.test(question) || (language === 'zh_CN' && !/\p{Script=Latin}/u.test(question));
  for (const sentence of isChinese ? sentences.zh : sentences.en) {
    if (signal.aborted) return;
    yield sentence;
  }
};
