'use client';
/** Chooses one of several digital humans. Hidden during a session, in which the digital human cannot change. */
import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { ROBOT_COOKIE, type Robot } from '@/lib/robot';
import { remember } from '../../ui/device-cookie';

interface RobotPickerProps {
  robots: readonly Robot[];
  robotId: string;
  onChoose: (robotId: string) => void;
}

export function RobotPicker({ robots, robotId, onChoose }: RobotPickerProps) {
  const t = useTranslations('chat');
  return (
    <div className="pointer-events-auto relative flex shrink-0 items-center">
      <select
        aria-label={t('choose')}
        value={robotId}
        onChange={({ target: { value } }) => {
          remember(ROBOT_COOKIE, value);
          onChoose(value);
        }}
        className="min-h-11 max-w-[min(11rem,50cqw)] appearance-none truncate rounded-full border border-white/25 bg-[#1c262d] pr-9 pl-4 text-sm font-semibold text-white"
      >
        {robots.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" size={16} className="pointer-events-none absolute right-3" />
    </div>
  );
}
