/** The digital humans a user can choose from, and the cookie that remembers the choice. Also for the server's page. */

export interface Robot {
  /** MetaStudio's `robot_id`. */
  id: string;
  name: string;
}

export const ROBOT_COOKIE = 'digital-human';
