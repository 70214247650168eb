/** The wire contract of `POST /api/feedback`: how a user rates a conversation that has ended. */

export const ratings = ['up', 'down'] as const;

export type Rating = (typeof ratings)[number];

/** In UTF-16 units, as an `<input>` counts them. */
export const MAX_COMMENT_LENGTH = 280;

export interface Feedback {
  rating: Rating;
  comment?: string | undefined;
  /** The request ID of the conversation's once code, in the server's log and at the cloud. */
  requestId?: string | undefined;
  /** The ID of the conversation's job at MetaStudio. */
  jobId?: string | undefined;
}
