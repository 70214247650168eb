/**
 * What the stage shows without a connection: the digital human in a lit studio, dimmed while the session starts, or with its lamps
 * down after a failure.
 */
import type { SessionStatus } from '@/lib/digital-human/session-state';
import { Portrait } from '../../ui/portrait';

/** Never grey: a grey portrait of a person is, in China, that of a dead one. Without an entry she is being called. */
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
