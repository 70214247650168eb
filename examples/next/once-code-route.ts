/** `POST /api/once-code`: a once code for the signed-in user. The body is never read. */
import { onceCodeResponse } from '../once-code-response';
import { currentUser } from './current-user';

export async function POST(request: Request): Promise<Response> {
  return onceCodeResponse(request.headers, (await currentUser())?.id);
}
