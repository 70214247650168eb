/**
 * What a start and a conversation need, in one file: the page can draw and be clicked without it. It is fetched when
 * the page has drawn and is idle, or at the click, so that a conversation that began lacks no part of it.
 */
export { Notice } from './composer/notice';
export { SessionHost } from './session-host';
export { LiveControls } from './stage/live-controls';
export { LiveLayer } from './stage/live-layer';
export { StartingSteps } from './start/starting-steps';
export { Suggestions } from './transcript/suggestions';
export { TranscriptBlocks } from './transcript/transcript-blocks';
export { TranscriptOptions } from './transcript/transcript-options';
