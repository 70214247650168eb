/**
 * Whether the SDK publishes a silent track until the user speaks (`METASTUDIO_SILENT_TRACK`). What the page promises
 * about the microphone follows it.
 */
import { createContext } from 'react';

export const SilentTrackContext = createContext(true);
