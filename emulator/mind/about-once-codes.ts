/** The once code: what it is, how long it lives, and how the app gets and guards it. */
import type { Topic } from './topic';

export const aboutOnceCodes: readonly Topic[] = [
  {
    id: 'once-code',
    en: {
      asks: [
        'what is a once code',
        'once code',
        'one-off authentication code',
        'explain once codes',
        'what is a one-time code',
      ],
      answer:
        'A once code is a one-off ticket from MetaStudio. Our server gets it for you, and your browser spends it to open one session with a digital human.',
      more: 'It lives five minutes, works once, and is thrown away as soon as it has been handed to the SDK.',
    },
    zh: {
      asks: ['什么是一次性鉴权码', '鉴权码是什么', '什么是 once code', '一次性鉴权码', '一次性码是什么'],
      answer: '一次性鉴权码是 MetaStudio 发的一次性门票。我们的服务器替你领取，你的浏览器用它开启一次数字人会话。',
      more: '它有效五分钟，只能用一次，交给 SDK 之后立刻丢弃。',
    },
  },
  {
    id: 'code-life',
    en: {
      asks: [
        'how long does a once code live',
        'when does the code expire',
        'once code lifetime',
        'is a code valid for five minutes',
      ],
      answer:
        'Five minutes from its creation. A code that has been held longer is replaced before use, not after a refusal.',
      more: 'The age is counted with a clock that also runs while the laptop sleeps, never with the clock on your wall.',
    },
    zh: {
      asks: [
        '鉴权码有效期多久',
        '鉴权码可以用多久',
        '鉴权码什么时候过期',
        '鉴权码能用多长时间',
        '一次性鉴权码有效多久',
      ],
      answer: '从创建起五分钟。放得太久的鉴权码会在使用之前就更换，而不是等被拒绝之后。',
      more: '计时用的是电脑睡眠时也在走的时钟，而不是可能不准的系统时间。',
    },
  },
  {
    id: 'code-uses',
    en: {
      asks: [
        'can a once code be used twice',
        'reuse a code',
        'how often can I use a code',
        'one code for two sessions',
      ],
      answer: 'No. A once code works once, so every attempt to start a conversation asks for a fresh one.',
    },
    zh: {
      asks: ['鉴权码可以用两次吗', '鉴权码能重复使用吗', '鉴权码能用几次'],
      answer: '不能。鉴权码只能用一次，所以每次尝试开始对话都会领取一个新的。',
    },
  },
  {
    id: 'why-late',
    en: {
      asks: [
        'when is the code fetched',
        'why is the code fetched last',
        'just in time code',
        'prefetch a code on page load',
      ],
      answer:
        'At the very last moment, once the browser, the SDK and the container are ready. A code fetched on page load would often have expired before anybody used it.',
    },
    zh: {
      asks: ['什么时候领取鉴权码', '为什么最后才领取鉴权码', '可以提前领取鉴权码吗'],
      answer: '在最后一刻，浏览器、SDK 和容器都准备好之后。打开页面就领取的话，往往还没用就过期了。',
    },
  },
  {
    id: 'why-server',
    en: {
      asks: [
        'why does the server fetch the code',
        'can the browser get the once code directly',
        'why not call the API from the browser',
        'CORS',
      ],
      answer:
        'Because the call is signed with your secret key, which must never reach a browser. MetaStudio answers no browser either: the API has no CORS.',
    },
    zh: {
      asks: ['为什么由服务器领取鉴权码', '浏览器可以直接领取鉴权码吗', '为什么不在浏览器里调用接口', '跨域'],
      answer: '因为请求要用密钥签名，而密钥绝不能到浏览器里。MetaStudio 的这个接口也不支持跨域访问。',
    },
  },
  {
    id: 'swr',
    en: {
      asks: ['why SWR mutation', 'how is SWR used', 'useSWRMutation', 'why not useSWR', 'is the code cached'],
      answer:
        'The page asks for a code with the mutation hook of SWR, which neither caches nor retries. Plain useSWR fetches again on focus and after errors, and each stray fetch would waste a code.',
    },
    zh: {
      asks: ['为什么用 SWR mutation', '怎样使用 SWR', '为什么不用 useSWR', '鉴权码会缓存吗'],
      answer:
        '页面用 SWR 的 mutation 钩子领取鉴权码，它既不缓存也不重试。普通的 useSWR 会在聚焦和出错后重新请求，每次多余的请求都会浪费一个鉴权码。',
    },
  },
  {
    id: 'limits',
    en: {
      asks: [
        'how many codes can a user get',
        'rate limit',
        'limits per user',
        'why is there a limit',
        'too many requests',
        'why must I wait',
        '429',
      ],
      answer:
        'By default six codes a minute and two hundred a day for each person, and twenty a second for all together, which is MetaStudio’s own limit.',
      more: 'With a Redis address set, several servers share these limits; without one they are kept in memory.',
    },
    zh: {
      asks: ['每个用户可以领多少鉴权码', '限流', '频率限制', '请求太多', '为什么要等待', '每分钟几次'],
      answer: '默认每人每分钟六个、每天两百个；所有人合计每秒二十个，这也是 MetaStudio 自己的限制。',
      more: '设置了 Redis 地址时，多台服务器共享这些限制；否则保存在内存里。',
    },
  },
  {
    id: 'user-id',
    en: {
      asks: [
        'what is X-App-UserId',
        'does MetaStudio know who I am',
        'how do you know who I am',
        'user ID in the request',
        'Chinese user ID',
      ],
      answer:
        'Each code is minted for the signed-in user: the server sends the user’s ID in the header X-App-UserId, never one that came from the browser. Unusual characters are percent-encoded.',
    },
    zh: {
      asks: ['X-App-UserId 是什么', 'MetaStudio 知道我是谁吗', '请求里的用户标识', '中文用户名怎么办'],
      answer:
        '每个鉴权码都为登录的用户领取：服务器在 X-App-UserId 请求头里发送用户标识，绝不采用浏览器传来的值。特殊字符会做百分号编码。',
    },
  },
  {
    id: 'code-secrecy',
    en: {
      asks: [
        'where is the once code stored',
        'is the code logged',
        'is the code secret',
        'does the code appear in a URL',
      ],
      answer:
        'Nowhere. A once code appears in no log, no address, no page and no storage, and the page forgets it as soon as the SDK has it.',
    },
    zh: {
      asks: ['鉴权码存在哪里', '鉴权码会写进日志吗', '鉴权码是秘密吗'],
      answer: '哪里都不存。鉴权码不会出现在日志、网址、页面或存储里，SDK 拿到之后页面就把它忘掉。',
    },
  },
  {
    id: 'route',
    en: {
      asks: [
        'which route returns the code',
        'api/once-code',
        'what does the endpoint return',
        'how does the route handler work',
      ],
      answer:
        'The page posts to our route, api once-code. The handler asks who you are, checks that the request comes from our own page, and mints a code; failures come as problem details with a hint whether to retry.',
    },
    zh: {
      asks: ['哪个接口返回鉴权码', 'api/once-code', '路由处理器怎么工作', '接口返回什么'],
      answer:
        '页面向我们的 once-code 路由发 POST。它先确认你是谁、请求是否来自本站，再领取鉴权码；失败时返回标准的问题说明，并指出能否重试。',
    },
  },
];
