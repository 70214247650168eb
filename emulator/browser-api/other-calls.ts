/** Calls 8 and 9: hot questions and telemetry. */
import { Hono } from 'hono';
import type { HttpEnv } from '../http-env';
import type { CloudState } from '../state';
import { withSession } from './tokens';

const hotQuestions = {
  EN: ['What is a once code?', 'How does this app work?', 'What happens when a code is refused?', 'Who are you?'],
  CN: ['什么是一次性鉴权码？', '这个应用是怎么工作的？', '鉴权码被拒绝会怎样？', '你是谁？'],
};

export function otherCalls(cloud: CloudState): Hono<HttpEnv> {
  return new Hono<HttpEnv>()
    .get('/hot-question', withSession(cloud, 'hot-question'), (c) => {
      const questions = c.req.query('language') === 'CN' ? hotQuestions.CN : hotQuestions.EN;
      const limit = Number(c.req.query('limit') ?? questions.length);
      return c.json({ data: questions.slice(0, limit).map((text) => ({ hot_question: text })) });
    })
    .post('/endpoint/stats', withSession(cloud, 'stats'), async (c) => {
      const body: unknown = await c.req.json().catch(() => null);
      const records = (body as { records?: unknown } | null)?.records;
      cloud.record(c.var.session.user, 'stats-received', { records: Array.isArray(records) ? records.length : 0 });
      return c.json({});
    });
}
