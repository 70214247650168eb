/**
 * What an event of the SDK changes in the snapshot by itself, whatever the session does about it.
 */
import type { SdkEvent } from './sdk/events';
import type { SessionState } from './session-state';

export function applyEvent(state: SessionState, event: SdkEvent): void {
  switch (event.type) {
    case 'asleep':
      if (event.asleep) state.addToTranscript({ type: 'closed', at: Date.now() });
      break;
    case 'speaking':
      state.update({ speaking: event.speaking, silenceEndsAt: null });
      // Not every answer marks its last piece.
      if (!event.speaking) state.addToTranscript({ type: 'closed', at: Date.now() });
      break;
    case 'said':
      state.addToTranscript(event.event);
      if (event.event.type === 'heard') state.update({ silenceEndsAt: null });
      break;
    case 'silence_warning':
      state.update({ silenceEndsAt: Date.now() + event.restMs });
      break;
    case 'trouble':
      if (event.trouble === 'playback') state.update({ playbackBlocked: true });
      if (event.trouble === 'notice') state.update({ notice: event.failure });
      break;
    case 'ready':
      if (!event.isReady) state.addToTranscript({ type: 'job_over', at: Date.now() });
      break;
    case 'silence':
      break;
  }
  if (isSignOfLife(event) && state.snapshot.notice?.kind === 'network') state.update({ notice: null });
}

/** True for events that cannot come while the connection is down. */
export function isSignOfLife(event: SdkEvent): boolean {
  switch (event.type) {
    case 'ready':
      return event.isReady;
    case 'asleep':
      return !event.asleep;
    default:
      return event.type === 'speaking' || event.type === 'said';
  }
}
