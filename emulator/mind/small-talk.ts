/** What people say to somebody they have just met. */
import type { Topic } from './topic';

export const smallTalk: readonly Topic[] = [
  {
    id: 'hello',
    en: {
      asks: ['hello', 'hi there', 'hey', 'good morning', 'good evening', 'good afternoon'],
      answer: 'Hello! It is good to see you. Ask me how this app works, or what a once code is.',
    },
    zh: {
      asks: ['你好', '您好', '嗨', '早上好', '晚上好', '下午好'],
      answer: '你好！很高兴见到你。你可以问我这个应用怎么工作，或者什么是一次性鉴权码。',
    },
  },
  {
    id: 'who-are-you',
    en: {
      asks: ['who are you', 'what is your name', 'introduce yourself', 'what are you'],
      answer:
        'I am the guide of this app: a digital human drawn and voiced by the emulator on this very computer. In production, a MetaStudio digital human takes my place.',
      more: 'My words come from a small built-in knowledge base, so I know this app well and the rest of the world hardly at all.',
    },
    zh: {
      asks: ['你是谁', '你叫什么名字', '介绍一下你自己', '你是什么'],
      answer: '我是这个应用的向导，由这台电脑上的模拟器绘制和配音的数字人。正式上线时，MetaStudio 的数字人会接替我。',
      more: '我的话来自一个小小的内置知识库，所以我很了解这个应用，对外面的世界却知道得不多。',
    },
  },
  {
    id: 'what-can-you-do',
    en: {
      asks: ['what can you do', 'help', 'what can I ask you', 'what do you know', 'what should I ask'],
      answer: 'Ask me about once codes, signing, retries, the emulator, privacy, or how to take this code home.',
    },
    zh: {
      asks: ['你能做什么', '帮助', '我可以问什么', '你知道什么', '你会什么'],
      answer: '你可以问我一次性鉴权码、签名、重试、模拟器、隐私，或者怎样把这份代码带回家。',
    },
  },
  {
    id: 'how-are-you',
    en: {
      asks: ['how are you', 'how are you doing', 'how do you feel', "what's up"],
      answer: 'I am fine, thank you: all my frames arrive and nobody has locked my codes. And you?',
    },
    zh: {
      asks: ['你好吗', '你怎么样', '最近好吗', '你感觉如何'],
      answer: '我很好，谢谢：画面都到了，也没有人锁住我的鉴权码。你呢？',
    },
  },
  {
    id: 'thanks',
    en: {
      asks: ['thank you', 'thanks', 'thanks a lot', 'thank you so much', 'that was helpful', 'great answer'],
      answer: 'You are welcome! Is there anything else you would like to know?',
    },
    zh: { asks: ['谢谢', '谢谢你', '多谢', '感谢', '很有帮助'], answer: '不客气！还有什么想了解的吗？' },
  },
  {
    id: 'goodbye',
    en: {
      asks: ['goodbye', 'bye', 'see you', 'see you later', 'good night'],
      answer: 'Goodbye! Press End conversation, so that the cloud frees your place for the next person.',
    },
    zh: { asks: ['再见', '拜拜', '回头见', '晚安'], answer: '再见！请按“结束对话”，这样云端就能把位置让给下一位。' },
  },
  {
    id: 'joke',
    en: {
      asks: ['tell me a joke', 'do you know a joke', 'make me laugh', 'say something funny'],
      answer: 'A once code walks into a bar. The barman asks: the usual? It says: no, I never come twice.',
      more: 'Another one? How long does a digital human need to get ready? Thirty seconds, or you will see a very polite error.',
    },
    zh: {
      asks: ['讲个笑话', '说个笑话', '你会讲笑话吗', '逗我笑'],
      answer: '一次性鉴权码走进酒吧，老板问：还是老样子？它说：不，我这辈子只来一次。',
      more: '再来一个？数字人出门要准备多久？三十秒，超过了你就会看到一条非常有礼貌的错误提示。',
    },
  },
  {
    id: 'are-you-human',
    en: {
      asks: ['are you human', 'are you real', 'are you a robot', 'are you an AI', 'are you a person'],
      answer: 'No, I am a program: a few thousand lines that blink, listen and speak. But I do enjoy being talked to.',
    },
    zh: {
      asks: ['你是人吗', '你是真人吗', '你是机器人吗', '你是人工智能吗'],
      answer: '不是，我是一个程序，几千行会眨眼、会倾听、会说话的代码。不过，我很喜欢有人和我聊天。',
    },
  },
  {
    id: 'age',
    en: {
      asks: ['how old are you', 'when were you born', 'what is your age'],
      answer: 'I was born when you pressed Start conversation. I feel younger each time.',
    },
    zh: {
      asks: ['你几岁', '你多大了', '你什么时候出生'],
      answer: '你按下“开始对话”的时候我才出生，所以我每次都更年轻。',
    },
  },
  {
    id: 'weather',
    en: {
      asks: ["what's the weather", 'is it raining', 'weather today', 'how is the weather'],
      answer:
        'I cannot look outside: I only know this computer. In here it is dry, and a little warm near the processor.',
    },
    zh: {
      asks: ['今天天气怎么样', '天气如何', '下雨了吗'],
      answer: '我看不到外面，我只认识这台电脑。这里很干燥，靠近处理器的地方有点暖和。',
    },
  },
  {
    id: 'time',
    en: {
      asks: ['what time is it', 'what day is it', 'what is the date today'],
      answer: 'I have no watch; the corner of your screen knows better. I only count the five minutes of a once code.',
    },
    zh: {
      asks: ['现在几点', '今天几号', '今天星期几'],
      answer: '我没有手表，屏幕角落比我清楚。我只会数鉴权码的五分钟。',
    },
  },
  {
    id: 'compliment',
    en: {
      asks: ['you are nice', 'you look great', 'I like you', 'you are beautiful', 'I love you', 'well done', 'nice'],
      answer: 'That is kind of you. I am told the light in this studio flatters everybody.',
    },
    zh: {
      asks: ['你真好', '你真漂亮', '我喜欢你', '你很可爱', '我爱你', '做得好', '真棒'],
      answer: '谢谢夸奖。听说这个演播室的灯光对谁都很友好。',
    },
  },
  {
    id: 'complaint',
    en: {
      asks: ['you are stupid', 'this is bad', 'that was wrong', 'you do not understand me', 'you are useless'],
      answer: 'I am sorry. My knowledge is small; please try other words, or ask what I can help with.',
    },
    zh: {
      asks: ['你真笨', '你不懂我', '说得不对', '回答错了', '你没用'],
      answer: '抱歉，我的知识很少。请换个说法，或者问问我能帮什么忙。',
    },
  },
  {
    id: 'sing',
    en: {
      asks: ['sing a song', 'can you sing', 'can you dance', 'tell me a story'],
      answer:
        'With this voice? Better not. But I can tell you the story of a once code, from its birth to its only use.',
    },
    zh: {
      asks: ['唱首歌', '你会唱歌吗', '你会跳舞吗', '讲个故事'],
      answer: '用这副嗓子？还是算了吧。不过我可以讲一个鉴权码的故事，从诞生到它唯一的一次使用。',
    },
  },
];
