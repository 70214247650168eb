/** The shapes of the frames that a page may send. conversation.ts implements them. */
import { z } from 'zod';
import { wireLanguages } from '../job';

const mode = z.enum(['TEXT', 'AUDIO']);
const common = { request_id: z.string().max(128).default('') };

export const chatRequest = z.discriminatedUnion('action', [
  z.object({ action: z.literal('ping') }),
  z.object({ action: z.literal('start_chat'), ...common, interaction_mode: mode.default('AUDIO') }),
  z.object({ action: z.literal('stop_chat'), ...common }),
  z.object({ action: z.literal('stop_job'), ...common }),
  z.object({ action: z.literal('interrupt_chat'), ...common }),
  z.object({ action: z.literal('active_interaction_mode'), ...common }),
  z.object({ action: z.literal('interaction_mode_switch'), ...common, interaction_mode: mode }),
  z.object({ action: z.literal('text_question'), ...common, text: z.string() }),
  z.object({ action: z.literal('emulator_heard'), ...common, text: z.string(), chat_id: z.string().min(1).max(128) }),
  z.object({
    action: z.literal('text_drive'),
    ...common,
    text: z.string(),
    is_last: z.boolean().default(true),
    chat_id: z.string().max(128).optional(),
  }),
  z.object({ action: z.literal('change_language'), ...common, language: z.enum(wireLanguages) }),
  z.object({ action: z.literal('start_record'), ...common }),
  z.object({ action: z.literal('stop_record'), ...common }),
]);
export type ChatRequest = z.infer<typeof chatRequest>;

/** The fields of an unknown frame that its refusal needs. */
export const unknownRequest = z.object({
  action: z.string().max(64).catch('unknown'),
  request_id: z.string().max(128).catch(''),
});
