/** The server: signing, settings, sign-in and what it keeps to itself. */
import type { Topic } from './topic';

export const aboutServers: readonly Topic[] = [
  {
    id: 'signing',
    en: {
      asks: [
        'how is the request signed',
        'how does signing work',
        'AK SK signature',
        'SDK-HMAC-SHA256',
        'signature algorithm',
      ],
      answer:
        'The server hashes a canonical form of the request and signs it with your secret key by HMAC SHA 256. It is about sixty lines of our own, checked against known vectors.',
      more: 'The signature covers host, date, project and user ID. A request whose date is more than fifteen minutes off is refused.',
    },
    zh: {
      asks: ['请求怎么签名', '签名是怎么做的', 'AK SK 签名', 'SDK-HMAC-SHA256', '签名算法'],
      answer:
        '服务器把请求整理成规范形式求散列，再用密钥做 HMAC SHA 256 签名。大约六十行自己的代码，用已知向量验证过。',
      more: '签名覆盖主机、日期、项目和用户标识。日期相差超过十五分钟的请求会被拒绝。',
    },
  },
  {
    id: 'clock-skew',
    en: {
      asks: ['signature expired', 'clock is wrong', 'clock skew', 'server time', 'APIG.0301'],
      answer:
        'The cloud refuses signatures that are more than fifteen minutes off its own clock. Set the server’s clock; the same error also comes from a wrong secret key.',
    },
    zh: {
      asks: ['签名过期', '时钟不准', '服务器时间不对', 'APIG.0301'],
      answer: '云端会拒绝与它的时钟相差超过十五分钟的签名。请校准服务器时间；密钥写错时也会出现同样的错误。',
    },
  },
  {
    id: 'iam-token',
    en: {
      asks: [
        'IAM token',
        'token authentication',
        'use a password instead of keys',
        'X-Auth-Token',
        'what if I have no AK SK',
      ],
      answer:
        'Without access keys the server logs in with an IAM user and password and uses the token, which lives twenty-four hours. Keys are safer, and they win when both are set.',
    },
    zh: {
      asks: ['IAM 令牌', '令牌鉴权', '用密码代替密钥', 'X-Auth-Token', '没有 AK SK 怎么办'],
      answer:
        '没有访问密钥时，服务器用 IAM 用户名和密码登录，使用有效二十四小时的令牌。密钥更安全，两者都设置时以密钥为准。',
    },
  },
  {
    id: 'settings',
    en: {
      asks: [
        'which settings are needed',
        'environment variables',
        'how do I configure it',
        'env file',
        'configuration',
      ],
      answer:
        'For the real cloud: access key, secret key, project ID, region and robot ID. The example environment file lists every setting, and a wrong one is reported by name.',
    },
    zh: {
      asks: ['需要哪些设置', '环境变量', '怎么配置', '配置文件'],
      answer:
        '连接真实的云需要访问密钥、密钥、项目编号、区域和机器人编号。示例环境文件列出了全部设置，写错的会被点名指出。',
    },
  },
  {
    id: 'regions',
    en: {
      asks: [
        'which regions exist',
        'server address',
        'endpoint',
        'Beijing Shanghai Singapore region',
        'metastudio-api host',
      ],
      answer:
        'The default region is cn-north-4. Mind that there are two hosts: one for our server, and one with dash api in its name for the browser’s SDK. Mixing them up is a classic mistake.',
    },
    zh: {
      asks: ['有哪些区域', '服务器地址', '终端节点', '北京 上海 新加坡 区域', '域名'],
      answer:
        '默认区域是 cn-north-4。请注意有两个域名：一个给我们的服务器，一个名字里带 api 的给浏览器 SDK，混淆它们是常见错误。',
    },
  },
  {
    id: 'doctor',
    en: {
      asks: [
        'how do I check my settings',
        'doctor',
        'npm run doctor',
        'diagnose problems',
        'it does not work with the cloud',
      ],
      answer:
        'Run npm run doctor. It checks your settings against the real cloud step by step, and each failure comes with its remedy.',
    },
    zh: {
      asks: ['怎么检查设置', 'doctor 命令', 'npm run doctor', '诊断问题', '连不上云'],
      answer: '运行 npm run doctor。它会一步步对照真实的云检查设置，每个失败都附有解决办法。',
    },
  },
  {
    id: 'sign-in',
    en: {
      asks: [
        'how does sign-in work',
        'demo people',
        'Ada Lovelace login',
        'next-auth',
        'log in with GitHub',
        'OIDC provider',
      ],
      answer:
        'Sign-in is next-auth. The demo has two people, Ada Lovelace and Li Lei; real providers such as GitHub or any OIDC appear as soon as their settings are there.',
    },
    zh: {
      asks: ['怎么登录', '演示用户', '李雷', 'next-auth', 'GitHub 登录', '单点登录'],
      answer: '登录使用 next-auth。演示里有 Ada Lovelace 和李雷两个人；设置好之后，GitHub 或任何 OIDC 提供方都会出现。',
    },
  },
  {
    id: 'same-origin',
    en: {
      asks: ['CSRF', 'same origin check', 'can another site get a code', 'cross-site request'],
      answer:
        'No other site can spend your codes: the route takes only signed-in requests that come from its own pages, by their fetch metadata and origin.',
    },
    zh: {
      asks: ['跨站请求伪造', '同源检查', '别的网站能领取鉴权码吗'],
      answer: '别的网站花不了你的鉴权码：接口只接受已登录、并且来自本站页面的请求，依据是请求的来源信息。',
    },
  },
  {
    id: 'csp',
    en: {
      asks: ['content security policy', 'CSP', 'which hosts are allowed', 'blocked by CSP'],
      answer:
        'Every page carries a strict policy: scripts by nonce, and only the hosts of the SDK and MetaStudio, which follow your settings. It is the same in development and production.',
    },
    zh: {
      asks: ['内容安全策略', 'CSP', '允许哪些域名'],
      answer:
        '每个页面都有严格的内容安全策略：脚本凭随机数放行，只允许 SDK 和 MetaStudio 的域名，并随设置变化。开发和生产环境相同。',
    },
  },
  {
    id: 'timeouts',
    en: {
      asks: ['time limit', 'timeout', 'how long does the server wait', 'the cloud is slow'],
      answer:
        'The server gives the cloud eight seconds for a code, all included; the browser gives me thirty to appear. Both can be set.',
    },
    zh: {
      asks: ['超时时间', '时限是多少', '服务器等多久', '云端很慢'],
      answer: '服务器给云端八秒来发鉴权码，浏览器给我三十秒上线。两者都可以设置。',
    },
  },
  {
    id: 'health',
    en: {
      asks: ['health check', 'readiness probe', 'monitoring', 'is the server alive', 'request ID for support'],
      answer:
        'There are two probes, health and ready, and neither mints a code. Every failure carries a request ID, which is what Huawei’s support will ask for.',
    },
    zh: {
      asks: ['健康检查', '就绪探针', '监控', '请求编号有什么用'],
      answer: '有 health 和 ready 两个探针，都不会领取鉴权码。每个失败都带请求编号，华为云支持会向你要它。',
    },
  },
];
