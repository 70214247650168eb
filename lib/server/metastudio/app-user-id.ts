/**
 * Turns a user's ID into the value of `X-App-UserId`. Two IDs never have the same value, because one user could then
 * act as the other. MetaStudio documents "no Chinese characters" and no length; 128 ASCII characters are known to work.
 */
import { createHash } from 'node:crypto';
import { AppError } from '../../api/errors.ts';

const MAX_LENGTH = 128;
export const HASHED = 'sha256-';
/** Printable ASCII without space and `%`, which marks an encoded ID. */
const PLAIN = /^[\x21-\x24\x26-\x7e]+$/;

/**
 * Returns the ID itself if a header can hold it; otherwise the percent-encoded ID; if that is too long, its SHA-256.
 * @throws AppError `invalid_user_id`
 */
export function appUserId(userId: string): string {
  // In UTF-8, every lone surrogate becomes U+FFFD, so two IDs could become one.
  if (userId === '' || /\p{Surrogate}/u.test(userId))
    throw new AppError('invalid_user_id', { reason: 'the user’s ID is empty or not well-formed Unicode' });
  if (PLAIN.test(userId) && userId.length <= MAX_LENGTH && !userId.startsWith(HASHED)) return userId;
  const encoded = encodeURIComponent(userId);
  if (encoded.length <= MAX_LENGTH && !encoded.startsWith(HASHED)) return encoded;
  return HASHED + createHash('sha256').update(userId, 'utf8').digest('hex');
}
