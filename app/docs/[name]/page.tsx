/** The project's documentation, to which the sources of an answer link. Rendered on the server, without a script of its own. */
import { marked } from 'marked';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SiteHeader } from '@/components/ui/site-header';
import { pages } from '@/lib/server/brain/pages';
import { MarkdownBlocks } from '../markdown-blocks';

interface DocsPageProps {
  params: Promise<{ name: string }>;
}

async function pageOf({ params }: DocsPageProps) {
  const { name } = await params;
  return pages.find((page) => page.name === name) ?? notFound();
}

export async function generateMetadata(props: DocsPageProps): Promise<Metadata> {
  return { title: (await pageOf(props)).title };
}

export default async function DocsPage(props: DocsPageProps) {
  const { markdown, language } = await pageOf(props);
  return (
    <div className="flex min-h-dvh flex-col">
      <SiteHeader>{null}</SiteHeader>
      <main
        id="content"
        lang={language === 'zh' ? 'zh-CN' : 'en'}
        className="mx-auto w-full max-w-3xl px-4 pb-16 wrap-break-word sm:px-6"
      >
        <MarkdownBlocks tokens={marked.lexer(markdown)} />
      </main>
    </div>
  );
}
