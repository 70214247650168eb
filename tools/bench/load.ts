/** Sends requests to one address over keep-alive connections. */
import { Agent, request } from 'node:http';

export interface Target {
  url: string;
  method: string;
  headers: Record<string, string>;
}

/** @returns the latency of every answer, in ms @throws when one is not 200 */
export async function load(target: Target, inParallel: number, durationMs: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: inParallel });
  const endsAtMs = performance.now() + durationMs;
  const latenciesMs: number[] = [];
  const worker = async () => {
    while (performance.now() < endsAtMs) {
      const startedAtMs = performance.now();
      const status = await ask(target, agent);
      if (status !== 200) throw new Error(`${target.url} answered ${status}`);
      latenciesMs.push(performance.now() - startedAtMs);
    }
  };
  await Promise.all(Array.from({ length: inParallel }, worker));
  agent.destroy();
  return latenciesMs;
}

function ask({ url, method, headers }: Target, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end();
  });
}
