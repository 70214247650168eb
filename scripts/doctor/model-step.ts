/** The language model behind the brain: without its answers a digital human only apologises. */
import { AppError } from '../../lib/api/errors';
import { brainSettings } from '../../lib/server/brain/brain-settings';
import type { ModelSettings } from '../../lib/server/brain/model-brain';
import { modelFetch } from '../../lib/server/brain/model-stream';
import { ANSWER_LIMIT_MS } from '../../lib/server/brain/speak';
import type { Environment } from '../../lib/server/settings-schema';
import { type Finding, networkProblem, type Step, type StepContext } from './examination';

const check = 'Language model';

export const modelStep: Step = {
  checks: [check],
  needs: ['Settings', 'Outbound proxy'],
  applies: (environment) => modelOf(environment) !== undefined,
  async examine({ environment, fetch }) {
    const model = modelOf(environment);
    if (!model) throw new Error('there is no model');
    const { host } = new URL(model.baseUrl);
    const problem = await problemOf(model, fetch);
    if (problem === null) return [{ check, level: 'ok', text: `${model.model} at ${host} answers` }];
    return [failure(`${model.model} at ${host} does not answer: ${problem}`, problem)];
  },
};

/** Another step reports faults of the settings themselves. */
function modelOf(environment: Environment): ModelSettings | undefined {
  try {
    return brainSettings(environment)?.model;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

async function problemOf(
  { baseUrl, apiKey, model }: ModelSettings,
  fetch: StepContext['fetch'],
): Promise<string | null> {
  try {
    const answer = await modelFetch(baseUrl, fetch)(`${baseUrl.replace(/\/$/, '')}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Say hello.' }] }),
      signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
    });
    const events = await answer.text();
    if (!answer.ok) return `HTTP ${answer.status}`;
    return /"(content|refusal)":("[^"]|\[\{)/.test(events) ? null : 'no words came';
  } catch (error) {
    return networkProblem(error);
  }
}

function failure(text: string, problem: string): Finding {
  const todo = /^HTTP 40[13]$/.test(problem)
    ? 'Set BRAIN_LLM_API_KEY to a key of this server that may use the model.'
    : /^HTTP 4|^no words/.test(problem)
      ? 'Set BRAIN_LLM_BASE_URL to the address before /chat/completions, and BRAIN_LLM_MODEL to a name that the server lists.'
      : 'Let this machine connect to the server of BRAIN_LLM_BASE_URL, directly or through HTTPS_PROXY.';
  const means = 'A conversation starts, and each answer in it is an apology.';
  return { check, level: 'failure', text, advice: { means, todo, docs: 'docs/integrate.md, “A brain of your own”' } };
}
