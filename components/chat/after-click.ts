/**
 * What a start and a conversation need, in one file, so that a conversation has either all of it or none. The page
 * renders and takes clicks without it. It is fetched when the page is idle, or at the click.
 */
export { Notice } from './composer/notice';
export { SessionHost } from './session-host';
export { LiveControls } from './stage/live-controls';
export { LiveLayer } from './stage/live-layer';
export { StartingSteps } from './start/starting-steps';
export { Suggestions } from './transcript/suggestions';
export { TranscriptBlocks } from './transcript/transcript-blocks';
export { TranscriptOptions } from './transcript/transcript-options';
