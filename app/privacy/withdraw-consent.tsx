'use client';
/** A form that withdraws the consent, and deletes what the vendor's SDK keeps in this browser. */
import type { ReactNode } from 'react';
import { forgetDeviceTraces } from '@/lib/digital-human/sdk/device-traces';

interface WithdrawConsentProps {
  withdraw: () => Promise<void>;
  className: string;
  /** The submit button. */
  children: ReactNode;
}

export function WithdrawConsent({ withdraw, className, children }: WithdrawConsentProps) {
  return (
    <form action={withdraw} onSubmit={forgetDeviceTraces} className={className}>
      {children}
    </form>
  );
}
