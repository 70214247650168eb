/**
 * Reads a body of unknown size as text, up to a limit. For what browsers post to us and for what the cloud answers:
 * neither may fill the memory. It must not know what the text means.
 */

/**
 * The whole body, or undefined when it is larger than `maxBytes`: the rest is then not read and the connection closes.
 * Rejects when the connection breaks in the middle.
 */
export async function readLimitedText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | undefined> {
  if (!body) return '';
  // A reader, because TypeScript 5 does not know that a stream can be iterated with `for await`.
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a browser posted, as JSON. Undefined when it is too large, breaks off or is not JSON. */
export async function readPostedJson(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readLimitedText(request.body, maxBytes).catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}

/** Undefined when the text is not JSON, such as the HTML error page of a proxy. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
