/**
 * Turns a user's ID into the value of `X-App-UserId`. Two different IDs never give the same value, or one person could
 * act as another. MetaStudio documents "no Chinese characters" and no length; 128 ASCII characters are known to work.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../api/errors';

const MAX_LENGTH = 128;
const HASHED = 'sha256-';
/** Printable ASCII without space and `%`: a `%` marks an encoded ID, so a plain one must not hold any. */
const PLAIN = /^[\x21-\x24\x26-\x7e]+$/;

/** The ID itself where it can stand in the header, else percent-encoded, else its SHA-256. @throws AppError */
export function appUserId(userId: string): string {
  // A lone surrogate has no UTF-8: every one of them would become U+FFFD, and two IDs one.
  if (userId === '' || !userId.isWellFormed())
    throw new AppError('invalid_user_id', { reason: 'the user’s ID is empty or not well-formed Unicode' });
  if (PLAIN.test(userId) && userId.length <= MAX_LENGTH && !userId.startsWith(HASHED)) return userId;
  const encoded = encodeURIComponent(userId);
  if (encoded.length <= MAX_LENGTH && !encoded.startsWith(HASHED)) return encoded;
  return HASHED + createHash('sha256').update(userId, 'utf8').digest('hex');
}
