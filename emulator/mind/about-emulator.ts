/** Running the app: on the emulator, in tests, and on the real cloud. */
import type { Topic } from './topic';

export const aboutEmulator: readonly Topic[] = [
  {
    id: 'emulator',
    en: {
      asks: [
        'what is the emulator',
        'how does the emulator work',
        'is this the real cloud',
        'is MetaStudio faked',
        'do I need an account',
      ],
      answer:
        'The emulator plays MetaStudio on this computer: the cloud’s API, and a stand-in for its browser SDK with the same methods, events and oddities. So you need no account.',
      more: 'The product knows nothing of it. Settings alone choose between the emulator and the real cloud, with the same build.',
    },
    zh: {
      asks: ['模拟器是什么', '模拟器怎么工作', '这是真实的云吗', '需要账号吗'],
      answer: '模拟器在这台电脑上扮演 MetaStudio：云端接口，以及方法、事件和怪脾气都相同的替身 SDK。所以你不需要账号。',
      more: '产品代码完全不知道它的存在。用哪一个只由设置决定，构建产物是同一份。',
    },
  },
  {
    id: 'run',
    en: {
      asks: [
        'how do I run the demo',
        'npm run demo',
        'how do I start the project',
        'which commands are there',
        'npm run dev',
      ],
      answer:
        'Run npm ci and then npm run demo: that builds all, starts the emulator and the app, and prints where to open it.',
    },
    zh: {
      asks: ['怎么运行演示', 'npm run demo', '怎么启动项目', '有哪些命令'],
      answer: '先运行 npm ci，再运行 npm run demo：它会构建、启动模拟器和应用，并打印出打开的地址。',
    },
  },
  {
    id: 'tests',
    en: {
      asks: ['how is it tested', 'run the tests', 'npm test', 'end-to-end tests', 'Playwright'],
      answer:
        'Run npm test: types, lint, unit tests and stories in a real browser, all against the emulator. Expiry is tested by moving its clock, never by sleeping.',
    },
    zh: {
      asks: ['怎么测试', '运行测试', 'npm test', '端到端测试', '有测试吗'],
      answer:
        '运行 npm test：类型、规范、单元测试，以及真实浏览器里的端到端测试，全部对着模拟器进行。过期是靠拨动时钟测试的，从不等待。',
    },
  },
  {
    id: 'faults',
    en: {
      asks: ['can I inject faults', 'simulate errors', 'emulator faults', 'test a failure', 'how do I make it fail'],
      answer:
        'Yes: post to the emulator’s faults control, and the next calls to any target fail, hang, drop or come late, for one user or for all.',
    },
    zh: {
      asks: ['可以注入故障吗', '模拟错误', '模拟器故障', '怎么让它失败'],
      answer:
        '可以：向模拟器的 faults 控制接口发请求，接下来对某个目标的调用就会失败、卡住、断开或延迟，可以只针对一个用户。',
    },
  },
  {
    id: 'real-cloud',
    en: {
      asks: [
        'how do I use the real cloud',
        'switch to Huawei Cloud',
        'go to production',
        'connect a real account',
        'deploy',
      ],
      answer:
        'Set your keys, project, region and robot ID, install the vendor’s SDK, and serve the page over https on a domain name. Then npm run doctor tells you whether a conversation could start.',
    },
    zh: {
      asks: ['怎么使用真实的云', '切换到华为云', '怎么上线', '连接真实账号', '部署'],
      answer:
        '设置密钥、项目、区域和机器人编号，安装供应商的 SDK，并用域名和 https 提供页面。然后运行 npm run doctor，看看能否开始对话。',
    },
  },
  {
    id: 'sdk-install',
    en: {
      asks: ['where do I get the SDK', 'install the SDK', 'is the SDK on npm', 'sdk install zip', 'HwICSUiSDK zip'],
      answer:
        'The SDK is not on npm: download the zip from Huawei and run npm run sdk install with it. The script checks it and unpacks it.',
    },
    zh: {
      asks: ['哪里下载 SDK', '怎么安装 SDK', 'npm 上有 SDK 吗', 'SDK 压缩包'],
      answer: 'npm 上没有这个 SDK：请从华为下载压缩包，再运行 sdk install 命令，它会校验并解压。',
    },
  },
];
