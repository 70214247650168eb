/**
 * `GET /r/{item}.json`: an item of the shadcn registry, as `npm run registry:build` wrote it; 404 before it has run. The
 * addresses of its dependencies have the host that was requested.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { siteAddress } from '@/lib/server/http/site-address';

interface Context {
  params: Promise<{ name: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { name } = await params;
  // Only a plain file name: a path could leave the folder.
  const item = /^([a-z-]{1,64})\.json$/.exec(name)?.[1];
  if (!item) return new Response(null, { status: 404 });
  try {
    const body = await readFile(join(process.cwd(), '.generated', 'r', `${item}.json`), 'utf8');
    const { origin } = siteAddress(request.headers, undefined) ?? new URL(request.url);
    return new Response(body.replaceAll('{registry}', `${origin}/r`), {
      headers: { 'content-type': 'application/json' },
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return new Response(null, { status: 404 });
  }
}
