/**
 * Renders the tokens of `marked` as React elements. Omits HTML, shows an image as its alternative text, and makes a link
 * only of an https address or a path of this site.
 */
import type { Token, Tokens } from 'marked';
import type { ReactNode } from 'react';
import { plain, slugOf } from '@/lib/server/brain/markdown-text.mjs';

const heading = [
  'mt-6 mb-4 text-2xl font-semibold',
  'mt-8 mb-3 text-xl font-semibold',
  'mt-6 mb-2 text-lg font-semibold',
  'mt-4 mb-2 font-semibold',
];

export const MarkdownBlocks = ({ tokens }: { tokens: readonly Token[] }): ReactNode =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of a page never change their order
  tokens.map((token, index) => <Block key={`${index}-${token.type}`} token={token} />);

function Block({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading;
      const Tag = (['h1', 'h2', 'h3', 'h4'] as const)[Math.min(depth, 4) - 1] ?? 'h4';
      return (
        <Tag id={slugOf(plain(tokens))} className={heading[Math.min(depth, 4) - 1]}>
          <Inline tokens={tokens} />
        </Tag>
      );
    }
    case 'paragraph':
      return (
        <p className="my-3 leading-relaxed wrap-anywhere">
          <Inline tokens={(token as Tokens.Paragraph).tokens} />
        </p>
      );
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <pre tabIndex={0} className="my-3 overflow-x-auto rounded-panel bg-sunken p-4 text-sm">
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote className="my-3 border-l-2 border-line pl-4">
          <MarkdownBlocks tokens={(token as Tokens.Blockquote).tokens} />
        </blockquote>
      );
    case 'list':
      return <List list={token as Tokens.List} />;
    case 'table':
      return <Table table={token as Tokens.Table} />;
    case 'hr':
      return <hr className="my-6 border-line" />;
    case 'text':
      return <Inline tokens={(token as Tokens.Text).tokens ?? [token]} />;
    default:
      return null;
  }
}

function List({ list: { ordered, items } }: { list: Tokens.List }): ReactNode {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag className={`my-3 flex flex-col gap-1.5 pl-6 ${ordered ? 'list-decimal' : 'list-disc'}`}>
      {items.map((item) => (
        <li key={item.raw}>
          <MarkdownBlocks tokens={item.tokens} />
        </li>
      ))}
    </Tag>
  );
}

function Table({ table: { header, rows } }: { table: Tokens.Table }): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <div tabIndex={0} className="my-4 overflow-x-auto">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr>
            {header.map((cell) => (
              <th key={cell.text} scope="col" className="border-b border-edge px-2 py-1.5 align-bottom">
                <Inline tokens={cell.tokens} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.map(({ text }) => text).join('|')}>
              {row.map((cell, index) => (
                <td key={header[index]?.text ?? index} className="border-b border-line px-2 py-1.5 align-top">
                  <Inline tokens={cell.tokens} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Inline({ tokens }: { tokens: readonly Token[] | undefined }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  return tokens?.map((token, index) => <Span key={`${index}-${token.type}`} token={token} />);
}

function Span({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Inline tokens={(token as Tokens.Strong).tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inline tokens={(token as Tokens.Em).tokens} />
        </em>
      );
    case 'codespan':
      return <code className="rounded bg-sunken px-1 py-0.5 text-[0.9em]">{plain([token])}</code>;
    case 'br':
      return <br />;
    case 'image':
      return (token as Tokens.Image).text;
    case 'html':
      return null;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      if (!/^(?:https:\/\/|\/docs\/|#)/.test(href)) return <Inline tokens={tokens} />;
      return (
        <a href={href} className="underline underline-offset-4">
          <Inline tokens={tokens} />
        </a>
      );
    }
    default:
      return 'tokens' in token && token.tokens ? <Inline tokens={token.tokens} /> : plain([token]);
  }
}
