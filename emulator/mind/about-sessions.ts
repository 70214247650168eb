/** The digital-human session as a person meets it: starting, talking and ending it. */
import type { Topic } from './topic';

export const aboutSessions: readonly Topic[] = [
  {
    id: 'how-it-works',
    en: {
      asks: [
        'how does this app work',
        'how does it work',
        'explain the architecture',
        'what happens when I press start',
        'two doors',
      ],
      answer:
        'Press Start: the page prepares the SDK, our server gets a once code with a signed request, and the SDK spends it to bring me on the line. Only two files know the vendor at all.',
      more: 'Those two doors are the server’s metastudio file, which mints codes, and the browser’s ics-sdk file, which drives the SDK.',
    },
    zh: {
      asks: ['这个应用怎么工作', '它是怎么工作的', '讲讲架构', '按下开始会发生什么', '工作原理'],
      answer:
        '按下开始后，页面准备好 SDK，我们的服务器用签名请求领取鉴权码，SDK 用它把我接通。整个代码里只有两个文件认识供应商。',
      more: '这两扇门是：服务器上领取鉴权码的 metastudio 文件，和浏览器里驱动 SDK 的 ics-sdk 文件。',
    },
  },
  {
    id: 'retries',
    en: {
      asks: [
        'how do retries work',
        'does it try again',
        'retry policy',
        'how many attempts',
        'what if the start fails',
      ],
      answer:
        'One start makes at most three attempts, each with a new code, after pauses of about one and three seconds; longer when the cloud is busy. Nothing is retried after you are live.',
      more: 'Only the session retries, never the server and never SWR; otherwise three times three times three calls would hide behind one click.',
    },
    zh: {
      asks: ['重试是怎么做的', '会自动重试吗', '重试策略', '最多尝试几次', '启动失败怎么办'],
      answer: '一次开始最多尝试三次，每次用新的鉴权码，间隔大约一秒和三秒，云端繁忙时更长。接通之后不再自动重试。',
      more: '只有会话会重试，服务器和 SWR 都不重试，否则一次点击背后会藏着二十七次调用。',
    },
  },
  {
    id: 'statuses',
    en: {
      asks: [
        'what do the statuses mean',
        'session status',
        'preparing authorizing connecting live',
        'what is connecting',
      ],
      answer:
        'Preparing readies the browser and the SDK, authorizing gets the code, connecting waits for me, and live means we can talk.',
    },
    zh: {
      asks: ['状态是什么意思', '会话状态有哪些', '正在连接是什么意思'],
      answer: '准备阶段检查浏览器和 SDK，授权阶段领取鉴权码，连接阶段等我上线，接通之后就可以聊天了。',
    },
  },
  {
    id: 'create-resolves',
    en: {
      asks: [
        'why wait for ready',
        'does create reject',
        'create resolves on failure',
        'jobInfoChange isReady',
        'when is the digital human ready',
      ],
      answer:
        'The create call of the SDK resolves even when everything failed. So the session believes only the event that says ready with a job ID, and has a time limit of its own, thirty seconds by default.',
    },
    zh: {
      asks: ['为什么要等就绪事件', 'create 会失败吗', 'jobInfoChange 是什么', '数字人什么时候就绪'],
      answer:
        'SDK 的 create 即使全部失败也会正常返回。所以会话只相信带有任务编号的就绪事件，并且自己设有时限，默认三十秒。',
    },
  },
  {
    id: 'end',
    en: {
      asks: [
        'how do I end the conversation',
        'stop the session',
        'what happens when I close the page',
        'why does ending take seconds',
      ],
      answer:
        'Press End conversation. The SDK then stops the job, which takes some seconds and frees a paid place; leaving the page or signing out does the same.',
    },
    zh: {
      asks: ['怎么结束对话', '停止会话', '关闭页面会怎样', '为什么结束要几秒'],
      answer: '按“结束对话”。SDK 会停止任务，这要几秒，并释放一个付费的位置；离开页面或退出登录也一样。',
    },
  },
  {
    id: 'microphone',
    en: {
      asks: [
        'do I need a microphone',
        'microphone denied',
        'can I talk to you',
        'can you hear me',
        'microphone permission',
      ],
      answer:
        'You can always write; a microphone is asked for only when you choose to speak. If it is denied or missing, writing goes on.',
    },
    zh: {
      asks: ['需要麦克风吗', '麦克风被拒绝', '可以跟你说话吗', '你能听到我吗', '麦克风权限'],
      answer: '你随时可以打字，只有选择说话时才会请求麦克风。被拒绝或没有麦克风时，仍然可以继续打字。',
    },
  },
  {
    id: 'interrupt',
    en: {
      asks: ['how do I interrupt you', 'stop talking', 'be quiet', 'barge in', 'mute you'],
      answer: 'Press Interrupt and I stop at once. Mute only turns off my voice; I go on in writing.',
    },
    zh: {
      asks: ['怎么打断你', '别说了', '安静', '停止说话', '怎么静音'],
      answer: '按“打断”，我马上停下。“静音”只关掉我的声音，文字还会继续。',
    },
  },
];
