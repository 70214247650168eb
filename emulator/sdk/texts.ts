// The stand-in's own texts outside the error page and the device picker.

export const texts = {
  en_US: {
    playback: 'The browser has blocked sound and picture.',
    confirm: 'OK',
    unreachable: 'The chat connection cannot be opened',
    reconnect: 'Reconnect',
    silence: (restMs: number) =>
      `This conversation ends in ${Math.max(Math.floor(restMs / 60_000), 1)} min if nothing is said`,
  },
  zh_CN: {
    playback: '浏览器阻止了声音和画面的播放。',
    confirm: '确定',
    unreachable: '无法建立对话连接',
    reconnect: '重新连接',
    silence: (restMs: number) => `如果 ${Math.max(Math.floor(restMs / 60_000), 1)} 分钟内没有人说话，对话将结束`,
  },
} as const;
