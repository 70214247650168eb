/** The digital humans a person can choose from, and where the choice is remembered. Shared with the page's server side. */

export interface Robot {
  /** MetaStudio's `robot_id`. */
  id: string;
  name: string;
}

export const ROBOT_COOKIE = 'digital-human';
