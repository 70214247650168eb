/**
 * Runs as a separate process. `cloud` answers every POST with a once code at once, `empty` with nothing. Prints its
 * port. Every second `cloud` also prints the most codes it has issued within any second.
 */
import { createServer } from 'node:http';

const isCloud = process.argv[2] === 'cloud';
const issuedAtMs = [];
let mostInASecond = 0;

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    if (!isCloud) return response.end();
    response.setHeader('content-type', 'application/json');
    // The app also reads the account's settings, which the tenant's limit for codes does not cover.
    if (request.method !== 'POST') return response.end('{}');
    const nowMs = performance.now();
    issuedAtMs.push(nowMs);
    while (nowMs - issuedAtMs[0] >= 1_000) issuedAtMs.shift();
    mostInASecond = Math.max(mostInASecond, issuedAtMs.length);
    response.end(JSON.stringify({ once_code: 'c0de'.repeat(16) }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
if (isCloud) setInterval(() => console.log(JSON.stringify({ mostInASecond })), 1_000);
