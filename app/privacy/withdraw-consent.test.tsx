// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { WithdrawConsent } from './withdraw-consent';

afterEach(cleanup);

test('withdrawing the consent deletes the job that the SDK keeps in this browser', () => {
  localStorage.setItem('cacheJobInfo', '{}');
  render(
    <WithdrawConsent withdraw={async () => {}} className="">
      <button type="submit">Withdraw</button>
    </WithdrawConsent>,
  );
  fireEvent.click(screen.getByRole('button'));
  expect(localStorage.getItem('cacheJobInfo')).toBeNull();
});
