/** Reads a body of unknown size as text, up to a limit, so that neither a browser nor the cloud can fill the memory. */

/**
 * Returns the whole body, or undefined when it is larger than `maxBytes`. Rejects when the connection breaks.
 * @param discardBytes how much of a larger body is read and discarded before the stream is cancelled
 */
export async function readLimitedText(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  discardBytes = 0,
): Promise<string | undefined> {
  if (!body) return '';
  // A reader, because TypeScript 5 does not know that a stream can be iterated with `for await`.
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.byteLength;
    if (bytes <= maxBytes) chunks.push(part.value);
    else if (bytes > maxBytes + discardBytes) {
      await reader.cancel();
      return undefined;
    }
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** Undefined when the text is not JSON, such as the HTML error page of a proxy. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
