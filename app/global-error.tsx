'use client';
/** Shown when the root layout throws. No language is known and no messages are loaded, so the text is in both languages. */
import { buttonStyles } from '@/components/ui/button-styles';
import './globals.css';

export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body className="mx-auto flex min-h-dvh max-w-lg flex-col justify-center gap-4 px-6">
        <title>This site stopped working</title>
        <h1 className="text-lg">This site stopped working</h1>
        <p>The fault is ours. Reloading usually helps.</p>
        <p lang="zh-CN">网站出了故障，问题在我们这边。刷新页面通常就能恢复。</p>
        {error.digest && <code className="text-sm">{error.digest}</code>}
        <button type="button" className={`${buttonStyles.primary} self-start`} onClick={() => window.location.reload()}>
          <span>Reload the page</span> <span lang="zh-CN">刷新页面</span>
        </button>
      </body>
    </html>
  );
}
