/**
 * Chooses each digital human's answers by its setting in the console: its LLM callback or the emulator's own sentences.
 */
import { LLM_CALLBACK } from '../cloud/console';
import type { CloudState } from '../state';
import type { AnswerSource } from './answer-source';
import { llmCallback } from './llm-callback';
import { ownAnswer } from './own-answer';

export const consoleAnswers =
  (cloud: CloudState): AnswerSource =>
  (question, context) => {
    const robot = cloud.console.robots.get(context.robotId);
    if (robot?.app_type !== LLM_CALLBACK) return ownAnswer(question, context);
    const { llm_url: url, app_id: appId, app_key: appKey, chat_rounds: chatRounds, is_stream: isStream } = robot;
    const answer = llmCallback({
      url: url ?? '',
      appId: appId ?? '',
      appKey: appKey ?? '',
      chatRounds: chatRounds ?? 1,
      isStream: isStream ?? false,
    });
    return answer(question, context);
  };
