/**
 * What the stage shows without a line: the studio lit with somebody in it, dimmed while she is called, or with its lamps
 * down after a failure.
 */
import type { SessionStatus } from '@/lib/digital-human/session-snapshot';
import { Portrait } from '../portrait';

const lamps: Partial<Record<SessionStatus, string>> = { idle: '', ended: 'brightness-50' };

export function Backdrop({ status }: { status: SessionStatus }) {
  if (status === 'failed') return <div className="studio-dark absolute inset-0" />;
  return (
    // Never in grey: a grey portrait of a person is, in China, that of a dead one.
    <div className={`studio-light absolute inset-0 ${lamps[status] ?? 'brightness-[0.3] blur-xs'}`}>
      <Portrait
        alt=""
        className="absolute inset-x-0 top-[8%] h-[74%] shallow:top-[3%] shallow:h-[68%] w-full object-contain object-bottom"
      />
    </div>
  );
}
