/**
 * What the stage shows without a connection: the digital human in a lit studio, in a dimmed one while the session
 * starts, and an empty dark studio after a failure.
 */
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { Portrait } from '../../ui/portrait';

/** Never grey: in China, a grey portrait shows a dead person. A status without an entry is one of a start. */
const dimming: Partial<Record<SessionStatus, string>> = { idle: '', ended: 'brightness-50' };

export function Backdrop({ status }: { status: SessionStatus }) {
  if (status === 'failed') return <div className="studio-dark absolute inset-0" />;
  return (
    <div className={`studio-light absolute inset-0 ${dimming[status] ?? 'studio-dimmed'}`}>
      <Portrait
        alt=""
        className="absolute inset-x-0 top-[8%] h-[max(74%,92%_-_8.5rem)] shallow:top-[3%] shallow:h-[68%] w-full object-contain object-bottom"
      />
    </div>
  );
}
