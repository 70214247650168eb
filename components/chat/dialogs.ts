/**
 * The dialogs that the page shows before a conversation, and before the user leaves one. One file, fetched when the
 * page is idle.
 */
export { default as LeaveDialog } from './leave-dialog';
export { default as SignOutEverywhereDialog } from './sign-out-everywhere-dialog';
export { default as ConsentDialog } from './start/consent-dialog';
export { default as TakeOverDialog } from './start/take-over-dialog';
