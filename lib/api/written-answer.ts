/** Reads the answer of `POST /api/answer`: server-sent events in the frames of MetaStudio's LLM callback. */

export interface WrittenPiece {
  text: string;
  extendParam: string | undefined;
}

/** @throws an error when the stream is incomplete or malformed */
export async function* readWrittenAnswer(body: ReadableStream<Uint8Array>): AsyncGenerator<WrittenPiece> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let held = '';
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      held += decoder.decode(part.value, { stream: true });
      for (let end = held.indexOf('\n\n'); end >= 0; end = held.indexOf('\n\n')) {
        const data = held.slice(0, end).replace(/^data: ?/, '');
        held = held.slice(end + 2);
        if (data === '[DONE]') return;
        yield pieceIn(JSON.parse(data));
      }
    }
    throw new Error('the answer broke off');
  } finally {
    await reader.cancel().catch(() => {}); // the stream has ended or failed already
  }
}

function pieceIn(frame: { choices?: { message?: { content?: unknown; extend_param?: unknown } }[] }): WrittenPiece {
  const { content, extend_param } = frame.choices?.[0]?.message ?? {};
  if (typeof content !== 'string') throw new Error('a frame without content');
  return { text: content, extendParam: typeof extend_param === 'string' ? extend_param : undefined };
}
