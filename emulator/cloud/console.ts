/**
 * The settings of MetaStudio's console: digital humans, their rooms, the account's switches. The names are those of the
 * server API's answers (huaweicloud-sdk-metastudio). The answers omit a value that is not set.
 */
import { z } from 'zod';
import type { LlmCallbackSettings } from '../chat/llm-callback';
import { demoRobots } from './demo-account';

const id = z.string().min(1).max(128);
const count = z.int().min(0).max(1_000_000);

/** 6 is the LLM callback. 1 stands for the vendor's own ways to answer. */
export const LLM_CALLBACK = 6;
const OWN_ANSWERS = 1;

const robotValues = z.strictObject({
  name: z.string(),
  room_id: id,
  app_id: z.string(),
  app_key: z.string(),
  app_type: count,
  llm_url: z.string(),
  is_stream: z.boolean(),
  chat_rounds: count,
  concurrency: count,
});
const roomValues = z.strictObject({
  room_name: z.string(),
  concurrency: count,
  billing_mode: z.enum(['CONCURRENCY', 'CLIENT', 'CLIENT_TOKENS']),
  exit_mute_threshold: count,
  default_language: z.enum(['CN', 'EN', 'ESP', 'por', 'Arabic', 'Thai', 'fr']),
});
const accountValues = z.strictObject({
  enable_dialog_report: z.boolean(),
  enable_audio_record: z.boolean(),
  /** Emulator only: whether the list of jobs returns `client_id`. */
  jobs_carry_client_id: z.boolean(),
  /** Emulator only: what a page does after the server API stopped its job. */
  stopped_page: z.enum(['rejoins', 'ends']),
});

type Unset<Values> = { [Name in keyof Values]: Values[Name] | null };
export type RobotValues = Partial<Unset<z.infer<typeof robotValues>>>;
export type RoomValues = Partial<Unset<z.infer<typeof roomValues>>>;
type AccountValues = Partial<Unset<z.infer<typeof accountValues>>>;

/** Changes some values. `null` removes one from the answers. */
const changes = (values: z.ZodObject) =>
  z
    .strictObject(
      Object.fromEntries(Object.entries(values.shape).map(([name, type]) => [name, (type as z.ZodType).nullable()])),
    )
    .partial();

/** Names a digital human or a room. Neither: the account. */
export const consoleChange = z
  .strictObject({ robotId: id.optional(), roomId: id.optional(), set: z.looseObject({}) })
  .superRefine(({ robotId, roomId, set }, context) => {
    if (robotId !== undefined && roomId !== undefined)
      context.addIssue({ code: 'custom', path: ['roomId'], message: 'Goes without robotId.' });
    const values = robotId !== undefined ? robotValues : roomId !== undefined ? roomValues : accountValues;
    for (const { path, message } of changes(values).safeParse(set).error?.issues ?? [])
      context.addIssue({ code: 'custom', path: ['set', ...path], message });
  });
export type ConsoleChange =
  | { robotId: string; set: RobotValues }
  | { roomId: string; set: RoomValues }
  | { set: AccountValues };

/** More than all tests together use at once. Tests of a full room set their own value. */
const MANY = 1_000;

const answersBy = (llm: LlmCallbackSettings | undefined): RobotValues =>
  llm
    ? {
        app_type: LLM_CALLBACK,
        llm_url: llm.url,
        app_id: llm.appId,
        app_key: llm.appKey,
        chat_rounds: llm.chatRounds,
        is_stream: llm.isStream,
      }
    : { app_type: OWN_ANSWERS };

const newRoom = (): RoomValues => ({
  concurrency: MANY,
  billing_mode: 'CONCURRENCY',
  exit_mute_threshold: 15 * 60,
  default_language: 'EN',
});

export class Console {
  readonly #robots = new Map<string, RobotValues>();
  readonly #rooms = new Map<string, RoomValues>();
  readonly #llm: LlmCallbackSettings | undefined;
  #account: AccountValues = {};

  constructor(llm: LlmCallbackSettings | undefined) {
    this.#llm = llm;
    this.reset();
  }

  get account(): Readonly<AccountValues> {
    return this.#account;
  }

  get robots(): ReadonlyMap<string, RobotValues> {
    return this.#robots;
  }

  room(roomId: string | null | undefined): Readonly<RoomValues> | undefined {
    return this.#rooms.get(roomId ?? '');
  }

  /** The first digital human of a room, which names only one. */
  robotOf(roomId: string): string | undefined {
    return [...this.#robots].find(([, robot]) => robot.room_id === roomId)?.[0];
  }

  /** Applies the change. Creates a digital human or room that does not exist. */
  apply(change: ConsoleChange): void {
    if ('robotId' in change) {
      if (!this.#robots.has(change.robotId)) this.#addRobot(change.robotId, change.robotId);
      Object.assign(this.#robots.get(change.robotId) ?? {}, change.set);
    } else if ('roomId' in change) {
      this.#rooms.set(change.roomId, { ...(this.#rooms.get(change.roomId) ?? newRoom()), ...change.set });
    } else Object.assign(this.#account, change.set);
  }

  reset(): void {
    this.#robots.clear();
    this.#rooms.clear();
    for (const [robotId, name] of Object.entries(demoRobots)) this.#addRobot(robotId, name);
    this.#account = {
      enable_dialog_report: false,
      enable_audio_record: false,
      jobs_carry_client_id: true,
      stopped_page: 'rejoins',
    };
  }

  #addRobot(robotId: string, name: string): void {
    const roomId = `${robotId}-room`;
    this.#robots.set(robotId, { name, room_id: roomId, concurrency: MANY, ...answersBy(this.#llm) });
    this.#rooms.set(roomId, { room_name: name, ...newRoom() });
  }
}
