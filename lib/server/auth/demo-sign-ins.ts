import { sessionControl } from '../sessions/session-control.ts';
import type { Environment } from '../settings-schema.ts';
import { demoUsers } from './demo-users.ts';
import { signInSettings } from './sign-in-settings.ts';

/**
 * For the start of the server: without DEMO_LOGIN, refuses the demo users' earlier sign-ins, which would be valid for a
 * day, possibly on the real cloud.
 */
export async function refuseOldDemoSignIns(environment: Environment = process.env): Promise<void> {
  if (signInSettings(environment).demo) return;
  await Promise.all(demoUsers.map(({ id }) => sessionControl()?.refuseSignIns(id)));
}
