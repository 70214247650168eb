import { type PresenterName, presenterNames } from '../sdk/presenter-of';

/** The address of an OpenAI-compatible speech server, and how it speaks. */
export interface SpeechServerSettings {
  /** Without a slash at the end: `https://api.openai.com/v1`. */
  baseUrl: string;
  /** A server on this machine may need none. */
  apiKey: string | undefined;
  model: string;
  /** Returns the server's name for the voice of a presenter. */
  voiceOf(presenter: PresenterName): string;
}

/** A voice of OpenAI that most servers support as well. */
const DEFAULT_VOICE = 'alloy';

/**
 * Returns undefined when no setting is set.
 * @throws when a setting is invalid. The text never holds the value, which may be a key in the wrong place
 */
export function speechServerFromEnvironment(env: Record<string, string | undefined>): SpeechServerSettings | undefined {
  const value = (name: string) => env[name]?.trim() ?? '';
  const baseUrl = value('EMULATOR_TTS_BASE_URL');
  const [apiKey, model, voice] = ['API_KEY', 'MODEL', 'VOICE'].map((name) => value(`EMULATOR_TTS_${name}`));
  if (!baseUrl && !apiKey && !model && !voice) return undefined;
  if (!baseUrl)
    throw new Error('For a speech server set EMULATOR_TTS_BASE_URL, too, for instance http://localhost:8880/v1.');
  if (!isPlainHttpUrl(baseUrl))
    throw new Error(
      'EMULATOR_TTS_BASE_URL must be an http or https address without user, query or fragment, for instance http://localhost:8880/v1.',
    );
  if (!model) throw new Error('For a speech server set EMULATOR_TTS_MODEL, too, for instance tts-1.');
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey))
    throw new Error('EMULATOR_TTS_API_KEY holds a space, a line break or a letter that no key has: copy it again.');
  return { baseUrl: baseUrl.replace(/\/+$/, ''), apiKey: apiKey || undefined, model, voiceOf: readVoices(voice ?? '') };
}

function isPlainHttpUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && !username && !password && !search && !hash;
}

/** One voice for all, or `ada=nova,zuri=onyx`. A presenter that is not in the list speaks with the first voice. */
function readVoices(value: string): (presenter: PresenterName) => string {
  if (!value.includes('=')) return () => value || DEFAULT_VOICE;
  const voices = new Map<string, string>(
    value.split(',').map((pair) => {
      const [presenter = '', voice = '', ...rest] = pair.split('=').map((part) => part.trim());
      if (!presenterNames.some((name) => name === presenter) || !voice || rest.length > 0)
        throw new Error(
          `EMULATOR_TTS_VOICE must be one voice, or a list such as ada=nova,zuri=onyx for ${presenterNames.join(', ')}.`,
        );
      return [presenter, voice] as const;
    }),
  );
  const [first = DEFAULT_VOICE] = voices.values();
  return (presenter) => voices.get(presenter) ?? first;
}
