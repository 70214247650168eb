/** Where requests are led whose form cannot be read (`lib/server/http/unreadable-requests.ts`): 400. */
import { apiHeaders } from '@/lib/server/http/problem';

export const POST = () => new Response(null, { status: 400, headers: apiHeaders() });
