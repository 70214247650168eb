/**
 * Builds requests that no browser sends, the same ones for the same seed: bytes for a socket, not for an HTTP client.
 */
import { BODIES, HEADERS, METHODS, PATH_ENDS, ROUTES } from './malformed-parts';

export interface MalformedRequest {
  bytes: Buffer;
  /** For the report, without a session cookie. */
  description: string;
}

/** @param sessionCookie of a signed-in user, for half of the requests */
export function malformedRequest(random: () => number, host: string, sessionCookie: string): MalformedRequest {
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const method = oneOf(METHODS);
  const path = oneOf(ROUTES) + oneOf(PATH_ENDS);
  const body = method === 'GET' || method === 'HEAD' ? '' : oneOf(BODIES);
  const headers = Array.from({ length: Math.floor(random() * 5) }, () => oneOf(HEADERS)).map(
    ([name, values]) => `${name}: ${oneOf(values)}`,
  );
  // Usually a correct length, because Node's parser rejects the rest.
  const length = Buffer.byteLength(body, 'latin1') + (random() < 0.03 ? 7 : 0);
  if (random() < 0.03) headers.push('Transfer-Encoding: chunked');
  else if (body || random() < 0.1) headers.push(`Content-Length: ${length}`);
  const isSignedIn = random() < 0.5;
  const sent = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${random() < 0.03 ? oneOf(['', 'a b', '[', 'evil.example']) : host}`,
    ...headers,
  ];
  const lines = [...sent, ...(isSignedIn ? [`Cookie: ${sessionCookie}`] : []), 'Connection: close'];
  return {
    bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`, 'latin1'),
    description: `${sent.join(' | ').slice(0, 300)} | ${isSignedIn ? 'signed in' : 'signed out'} | ${JSON.stringify(body.slice(0, 60))}`,
  };
}
