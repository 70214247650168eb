/** Answers 400 to requests whose form cannot be read. `lib/server/http/unreadable-requests.ts` sends them here. */
import { apiHeaders } from '@/lib/server/http/problem';

export const POST = () => new Response(null, { status: 400, headers: apiHeaders() });
