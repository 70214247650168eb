'use client';
import { createContext } from 'react';

/** Asks a suggested question, as the message box asks a written one. Does nothing while a question is being sent. */
export const AskContext = createContext<(question: string) => void>(() => {});
