/** What can go wrong, and what is done about it. */
import type { Topic } from './topic';

export const aboutTrouble: readonly Topic[] = [
  {
    id: 'code-refused',
    en: {
      asks: [
        'what happens when a code is refused',
        'code refused',
        'MSS.47010046',
        'expired or used code error',
        'invalid once code',
      ],
      answer:
        'Then the session takes a new code and tries again after a short pause, three attempts at most. MetaStudio does not say whether the code was wrong, expired or already used.',
      more: 'The error code for it is MSS.47010046. It comes as an event: the create call itself never fails.',
    },
    zh: {
      asks: ['鉴权码被拒绝怎么办', '鉴权码无效', 'MSS.47010046', '鉴权码过期或用过会怎样'],
      answer: '会话会稍等片刻，换一个新的鉴权码再试，最多三次。MetaStudio 不会说明它是错误、过期还是已经用过。',
      more: '对应的错误码是 MSS.47010046。它通过事件到来，create 调用本身从不失败。',
    },
  },
  {
    id: 'code-locked',
    en: {
      asks: [
        'what does locked mean',
        'too many bad codes',
        'MSS.47010047',
        'account locked',
        'code authentication locked',
      ],
      answer:
        'After too many bad codes MetaStudio locks the way in. Then the app stops at once and never tries again by itself: wait a while, then start anew.',
    },
    zh: {
      asks: ['锁定是什么意思', '鉴权被锁定', 'MSS.47010047', '错误的鉴权码太多'],
      answer: '错误的鉴权码太多时，MetaStudio 会锁定入口。应用会立刻停下，绝不自动重试：请过一会儿再开始。',
    },
  },
  {
    id: 'busy',
    en: {
      asks: ['busy', 'all places are taken', 'concurrency limit', 'MSS.20010135', 'quota exhausted'],
      answer:
        'When all places are taken the app waits about five, then ten seconds and tries again. An exhausted quota is another matter: only the operator can buy more, so nothing is retried.',
    },
    zh: {
      asks: ['系统繁忙', '位置都占满了', '并发不够', 'MSS.20010135', '配额用完'],
      answer: '位置占满时，应用会等大约五秒、十秒再试。配额用完则不同：只有运营者能购买，所以不会重试。',
    },
  },
  {
    id: 'reconnecting',
    en: {
      asks: ['what does reconnecting mean', 'connection lost', 'line dropped', 'does it reconnect', 'rejoin'],
      answer:
        'When the line drops, the SDK rejoins by itself with the tokens it has; no new code is needed. After two minutes without success the app gives up and offers to try again.',
    },
    zh: {
      asks: ['重新连接是什么意思', '连接断了怎么办', '掉线', '会自动重连吗'],
      answer: '掉线时 SDK 会用已有的令牌自己重新加入，不需要新的鉴权码。两分钟还没恢复，应用就会放弃，并让你再试一次。',
    },
  },
  {
    id: 'kicked',
    en: {
      asks: ['kicked out', 'same user in two tabs', 'two windows', 'what if I open a second tab', '999100003'],
      answer:
        'One person has one place. Joining elsewhere can end the session here; you may continue here with a new code.',
    },
    zh: {
      asks: ['被踢出', '同一个用户打开两个窗口', '打开两个标签页会怎样', '999100003'],
      answer: '一个人只占一个位置。在别处加入可能会结束这里的会话，你可以用新的鉴权码在这里继续。',
    },
  },
  {
    id: 'silence',
    en: {
      asks: [
        'what happens when I say nothing',
        'what happens if I am silent',
        'silence time-out',
        'why did the conversation end',
        'will it end by itself',
        'idle',
      ],
      answer:
        'After a while of silence MetaStudio warns, and then ends the job to free the place. The page shows a countdown before that.',
    },
    zh: {
      asks: ['一直不说话会怎样', '静默超时', '为什么对话结束了', '会自动结束吗'],
      answer: '沉默一段时间后，MetaStudio 会先提醒，再结束任务以释放位置。在那之前页面会显示倒计时。',
    },
  },
  {
    id: 'no-sound',
    en: {
      asks: [
        'I hear nothing',
        'I cannot hear you',
        'no sound',
        'black video',
        'autoplay blocked',
        'I cannot see you',
        'why is there no picture',
      ],
      answer:
        'The browser may have blocked playback before a click: press the button that offers to play. Check also whether I am muted.',
    },
    zh: {
      asks: ['听不到声音', '没有声音', '黑屏', '看不到你', '自动播放被阻止'],
      answer: '浏览器可能在点击之前阻止了播放：请按页面上的播放按钮，也看看我是不是被静音了。',
    },
  },
  {
    id: 'browsers',
    en: {
      asks: [
        'which browsers are supported',
        'which browser do I need',
        'does Firefox work',
        'browser support',
        'does it work on iPhone Safari',
        'mobile phone',
      ],
      answer:
        'MetaStudio supports Chrome and Edge on Windows, Chrome on Android, and Safari on macOS and iOS. Firefox is refused by its SDK.',
      more: 'The minimum is Chrome 91, Edge 80, Safari 15.6 on macOS and 17.3 on iOS.',
    },
    zh: {
      asks: ['支持哪些浏览器', '支持火狐吗', '浏览器支持', '手机可以用吗', '苹果手机能用吗'],
      answer:
        'MetaStudio 支持 Windows 上的 Chrome 和 Edge、安卓上的 Chrome，以及 macOS 和 iOS 上的 Safari。火狐会被它的 SDK 拒绝。',
      more: '最低版本是 Chrome 91、Edge 80，macOS 的 Safari 15.6，iOS 的 Safari 17.3。',
    },
  },
];
