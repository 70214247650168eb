/**
 * A language model server for tests: OpenAI's chat completions, streamed, with an answer that the test chooses. It
 * records each request, and whether the caller disconnected before the end.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelCall {
  messages: { role: string; content: string }[];
  authorization: string | undefined;
  /** Resolves when the connection closes, to whether the answer was complete. */
  closed: Promise<{ wasWhole: boolean }>;
}

export interface ModelScript {
  pieces?: string[];
  status?: number;
  /** Sends these bytes instead. */
  raw?: string;
  /** Hangs after this many pieces. */
  stopAfter?: number;
  /** Closes the connection after this many pieces. */
  cutAfter?: number;
  pauseMs?: number;
}

export async function startFakeModel() {
  const calls: ModelCall[] = [];
  let script: ModelScript = { pieces: ['Hello ', 'there.'] };
  const server = createServer((request, response) => {
    answer(request, response, script, calls).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    play(next: ModelScript) {
      script = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, script: ModelScript, calls: ModelCall[]) {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { messages } = JSON.parse(body) as Pick<ModelCall, 'messages'>;
  let wasWhole = false;
  const closed = new Promise<{ wasWhole: boolean }>((resolve) => response.once('close', () => resolve({ wasWhole })));
  calls.push({ messages, authorization: request.headers.authorization, closed });
  if (script.status) return void response.writeHead(script.status).end('{"error":{"message":"no"}}');
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (script.raw !== undefined) return void response.end(script.raw);
  for (const [index, content] of (script.pieces ?? []).entries()) {
    if (index === script.stopAfter) return;
    if (index === script.cutAfter) return void response.destroy();
    if (script.pauseMs) await new Promise((resolve) => setTimeout(resolve, script.pauseMs));
    if (response.destroyed) return;
    response.write(frame({ delta: { role: 'assistant', content }, finish_reason: null }));
  }
  if (script.stopAfter !== undefined && script.stopAfter >= (script.pieces?.length ?? 0)) return;
  wasWhole = true;
  response.write(frame({ delta: {}, finish_reason: 'stop' }));
  response.end('data: [DONE]\n\n');
}

const frame = (choice: object) =>
  `data: ${JSON.stringify({ id: 'fake', object: 'chat.completion.chunk', created: 1, model: 'fake', choices: [{ index: 0, ...choice }] })}\n\n`;
