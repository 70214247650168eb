/** A digital human that the user can choose, and the cookie that remembers the choice. Shared by the page and the server. */

export interface Robot {
  /** MetaStudio's `robot_id`. */
  id: string;
  name: string;
}

export const ROBOT_COOKIE = 'digital-human';
