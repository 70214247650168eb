/** The project: taking it home, and who and what is behind the digital human. */
import type { Topic } from './topic';

export const aboutProject: readonly Topic[] = [
  {
    id: 'metastudio',
    en: {
      asks: ['what is MetaStudio', 'Huawei Cloud MetaStudio', 'who makes the digital human', 'what is HwICSUiSdk'],
      answer:
        'MetaStudio is Huawei Cloud’s service for digital humans. Its browser SDK, HwICSUiSdk, puts one on a page, once a once code has opened the door.',
    },
    zh: {
      asks: ['MetaStudio 是什么', '华为云 MetaStudio', '数字人是谁做的', 'HwICSUiSdk 是什么'],
      answer:
        'MetaStudio 是华为云的数字人服务。用一次性鉴权码开门之后，它的浏览器 SDK HwICSUiSdk 会把数字人放到网页上。',
    },
  },
  {
    id: 'take-home',
    en: {
      asks: [
        'how do I take this home',
        'use this code in my project',
        'take lib home',
        'copy the lib folder',
        'integrate into my own app',
      ],
      answer:
        'Take the lib folder. The server’s metastudio file runs in any Node server, and lib digital-human in any bundler; then point the settings to your project.',
      more: 'The page is only one way to draw it: the session is a plain class with snapshots, and the React hook over it is thin.',
    },
    zh: {
      asks: ['怎么带回家', '在我的项目里使用这份代码', '怎样带走 lib 目录', '复制 lib', '集成到我的应用'],
      answer:
        '带走 lib 目录就行。其中服务器端的 metastudio 文件可以在任何 Node 服务器上运行，digital-human 适用于任何打包器，然后改成你自己的设置。',
      more: '页面只是一种画法：会话是一个普通的类，提供快照，上面的 React 钩子很薄。',
    },
  },
  {
    id: 'privacy',
    en: {
      asks: [
        'what about privacy',
        'what data is collected',
        'is my voice recorded',
        'is my voice stored',
        'who can read this',
        'GDPR',
      ],
      answer:
        'Here on the emulator nothing leaves this computer but what your browser’s own speech recognition may send. With the real cloud your words, or your voice, go to Huawei Cloud, so people must agree first.',
    },
    zh: {
      asks: ['隐私怎么样', '收集哪些数据', '我的声音会被录音吗', '谁能看到聊天内容', '个人信息'],
      answer:
        '在模拟器上，除了浏览器自带的语音识别可能发送的内容，什么都不会离开这台电脑。使用真实的云时，你的文字或声音会到华为云，所以必须先征得同意。',
    },
  },
  {
    id: 'cost',
    en: {
      asks: ['what does it cost', 'price', 'billing', 'is it free', 'does a session cost money'],
      answer:
        'The emulator is free. In the cloud a running job holds a paid place, so the app always stops it: on end, on leaving and on sign-out.',
    },
    zh: {
      asks: ['多少钱', '价格', '计费', '免费吗', '会话要花钱吗'],
      answer: '模拟器是免费的。在云端，运行中的任务占用付费的位置，所以应用在结束、离开和退出登录时都会停止它。',
    },
  },
  {
    id: 'voice',
    en: {
      asks: ['how do you speak', 'whose voice is it', 'how do your lips move', 'how are you drawn', 'are you a video'],
      answer:
        'The emulator draws me frame by frame and moves my lips to the sounds of each sentence. Picture and sound reach the page over WebRTC, as the real ones do.',
    },
    zh: {
      asks: ['你怎么说话', '这是谁的声音', '你的嘴唇怎么动', '你是怎么画出来的', '你是视频吗'],
      answer: '模拟器一帧一帧地画出我，让嘴唇跟着每句话的发音动。画面和声音通过 WebRTC 到达页面，和真实的一样。',
    },
  },
  {
    id: 'own-answers',
    en: {
      asks: [
        'can you use a language model',
        'connect an LLM',
        'where do your answers come from',
        'ChatGPT',
        'use my own knowledge base',
      ],
      answer:
        'My answers are a few dozen texts kept in the emulator. In MetaStudio you can connect your own language model, which the cloud then calls for each question.',
    },
    zh: {
      asks: ['可以接大模型吗', '接入大语言模型', '你的回答从哪里来', '用我自己的知识库'],
      answer: '我的回答是模拟器里的几十段文字。在 MetaStudio 里可以接入你自己的大模型，每个问题都会由云端去调用它。',
    },
  },
  {
    id: 'languages',
    en: {
      asks: ['which languages do you speak', 'do you speak Chinese', 'can you speak English', 'do you speak German'],
      answer: 'English and Chinese. Ask in either, and I answer in the same one.',
    },
    zh: {
      asks: ['你会说哪些语言', '你会说中文吗', '你会说英语吗', '支持什么语言'],
      answer: '中文和英文。你用哪种语言问，我就用哪种语言回答。',
    },
  },
  {
    id: 'stack',
    en: {
      asks: ['what is it built with', 'tech stack', 'which framework', 'is this Next.js', 'is it TypeScript'],
      answer:
        'Next.js, React and SWR in TypeScript, with next-auth for sign-in. The emulator is Hono and WebSockets, and the tests are vitest and Playwright.',
    },
    zh: {
      asks: ['用什么技术做的', '技术栈', '用什么框架', '是 Next.js 吗'],
      answer: 'TypeScript 写的 Next.js、React 和 SWR，登录用 next-auth，测试用 vitest 和 Playwright。',
    },
  },
  {
    id: 'licence',
    en: {
      asks: ['what licence is it', 'is it open source', 'can I use it commercially', 'MIT license'],
      answer:
        'The code is MIT licensed, so take it and build on it. Huawei’s SDK is theirs: it is not part of this project.',
    },
    zh: {
      asks: ['什么许可证', '是开源的吗', '可以商用吗', 'MIT 许可'],
      answer: '代码采用 MIT 许可证，尽管拿去用。华为的 SDK 属于华为，不包含在本项目里。',
    },
  },
];
