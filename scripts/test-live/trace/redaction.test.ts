import { describe, expect, it } from 'vitest';
import { placeOf, shapeOf, shapeOfJson, storageKey } from './redaction';

const PAGE = 'https://chat.example.com/chat';

/** Secrets that must never be in a trace, in their usual forms. */
const secrets = [
  'Zk3v9QfTn7LpXw2RbYc8HsJm4DgAe6KuVi1NoBq5WtMxPyCrEzSaUlFhGjOkIdTq', // a once code
  'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYWRhIn0.c2lnbmF0dXJl',
  'MIIGzAYJKoZIhvcNAQcCoIIGvTCCBrkCAQExDTALBglghkgBZQMEAgEwggSWBgkqhkiG',
  '5f6d3c2e-8f1a-4b5c-9d0e-1a2b3c4d5e6f',
  'robot0123456789abcdef',
  'ada.lovelace@example.com',
  'What is my diagnosis?',
  '李雷',
  'correcthorsebatterystaple',
];

const nowhere = (traced: unknown) => {
  const text = JSON.stringify(traced);
  for (const secret of secrets) expect(text).not.toContain(secret);
};

describe('a trace holds no secret', () => {
  const fields = [
    'onceCode',
    'once_code',
    'access_token',
    'code',
    'reason',
    'state',
    'action',
    'text',
    'jobId',
    'errorCode',
  ];

  it.each(fields)('in the field %s', (field) => {
    for (const secret of secrets) nowhere(shapeOf({ [field]: secret, deep: [{ [field]: secret }] }));
  });

  it('in JSON on the wire', () => {
    for (const secret of secrets) {
      nowhere(shapeOfJson(JSON.stringify({ action: 'text_question', text: secret, token: secret })));
      nowhere(shapeOfJson(secret));
    }
  });

  it('in the names of fields', () => {
    for (const secret of secrets) nowhere(shapeOf({ [secret]: 1 }));
  });

  it('in paths, queries and hosts', () => {
    for (const secret of secrets) {
      const given = encodeURIComponent(secret);
      for (const url of [
        `https://api.example.com/v1/jobs/${given}/state`,
        `wss://api.example.com/chat?token=${given}&${given}=1`,
        `https://user:${given}@api.example.com/`,
      ]) {
        const place = placeOf(url, PAGE, 'api.example.com');
        expect(place).not.toContain(given);
        nowhere(place);
      }
    }
    expect(placeOf('https://tenant-4711.media.example.cn/x', PAGE, undefined)).toBe(
      'other *.example.cn /x'.replace('/x', '/{id}'),
    );
  });

  it('in keys of the storage', () => {
    for (const secret of secrets) nowhere(storageKey(`oldLangCode-${secret}`));
  });

  it('in numbers that may be IDs', () => {
    expect(shapeOf({ resultId: 4711, uid: 13800138000 })).toEqual({ resultId: 'number', uid: 'number' });
  });
});

describe('a trace keeps', () => {
  it('fields and their types', () => {
    expect(
      shapeOf({ text: 'Who are you?', isLast: true, list: [{ id: 1 }, { id: 2 }], none: [], gone: undefined }),
    ).toEqual({
      isLast: true,
      list: [{ id: 'number' }],
      none: [],
      text: 'string',
    });
    expect(shapeOf({ text: '', nothing: null, listener: () => {} })).toEqual({
      listener: 'function',
      nothing: null,
      text: 'empty',
    });
  });

  it('terms of the protocol', () => {
    const terms = {
      interactionMode: 'TEXT',
      langCode: 'zh_CN',
      code: 'MSS.47010046',
      action: 'start_chat',
      module: 'HwICS.dealError',
      errorCode: '999400001',
    };
    expect(shapeOf(terms)).toEqual(terms);
    expect(shapeOf({ code: 'ERR_NETWORK', reason: 'MUTE_TIMEOUT', valid_period: 1800 })).toEqual({
      code: 'ERR_NETWORK',
      reason: 'MUTE_TIMEOUT',
      valid_period: 1800,
    });
  });

  it('the destination of a request', () => {
    expect(
      placeOf(
        'https://api.example.com/v1/digital-human-chat/smart-chat-jobs/5f6d3c2e/state?x=1',
        PAGE,
        'api.example.com',
      ),
    ).toBe('server /v1/digital-human-chat/smart-chat-jobs/{id}/state?x');
    expect(placeOf('/v1/digital-human-chat/token', PAGE, undefined)).toBe('page /v1/digital-human-chat/token');
    expect(placeOf('wss://10.1.2.3:6447/', PAGE, undefined)).toBe('other address /');
  });

  it('the stored keys', () => {
    expect(storageKey('cacheJobInfo')).toBe('cacheJobInfo');
    expect(storageKey('oldLangCode-robot0123')).toBe('oldLangCode-{id}');
    expect(storageKey('digital-human-transcript:ada')).toBe('digital-{id}');
    expect(storageKey('4711')).toBe('{id}');
  });

  it('the end of a value that refers to itself', () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    expect(JSON.stringify(shapeOf(circle)).length).toBeLessThan(200);
  });
});
