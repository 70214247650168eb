/** What the stage shows without a line: the studio lit with somebody in it, or with its lamps down. */
import type { SessionStatus } from '@/lib/digital-human/session-snapshot';
import { Portrait } from '../portrait';

export function Backdrop({ status }: { status: SessionStatus }) {
  if (status !== 'idle' && status !== 'ended') return <div className="studio-dark absolute inset-0" />;
  return (
    <div className={`studio-light absolute inset-0 ${status === 'ended' ? 'brightness-50 grayscale' : ''}`}>
      <Portrait
        alt=""
        className="absolute inset-x-0 top-[8%] h-[74%] shallow:top-[3%] shallow:h-[68%] w-full object-contain object-bottom"
      />
    </div>
  );
}
