/**
 * The questions that the page may ask without a conversation, and before one is left: in one file, fetched when the
 * page is idle.
 */
export { default as LeaveDialog } from './leave-dialog';
export { default as SignOutEverywhereDialog } from './sign-out-everywhere-dialog';
export { default as ConsentDialog } from './start/consent-dialog';
export { default as TakeOverDialog } from './start/take-over-dialog';
