'use client';
/** Shows its children in a browser that refuses this site's cookies, where a sign-in returns to the sign-in page. */
import { type ReactNode, useSyncExternalStore } from 'react';
import { canKeepCookies } from './device-cookie';

const never = () => () => {};

export function CookieNotice({ children }: { children: ReactNode }) {
  const isBlocked = useSyncExternalStore(
    never,
    () => !canKeepCookies(),
    () => false,
  );
  return isBlocked ? children : null;
}
