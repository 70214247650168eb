'use client';
/** `isTranscriptKept` for React. */
import { useSyncExternalStore } from 'react';
import { isTranscriptKept, subscribeToKept } from './transcript-storage.ts';

const onServer = () => true;

export const useIsTranscriptKept = (): boolean => useSyncExternalStore(subscribeToKept, isTranscriptKept, onServer);
