/** All the doctor's steps, in the order of their requirements. `docs/doctor.md` describes each. */
import { metastudioSettings } from '../../lib/server/settings';
import { apiStep, iamTokenStep, onceCodeStep, usesIamToken } from './cloud-steps';
import { consoleStep } from './console-steps';
import type { Step } from './examination';
import { hostSteps, portsStep, sdkServerStep, sdkServerUrl } from './host-steps';
import { modelStep } from './model-step';
import { proxyStep, redisStep } from './network-steps';
import { policyStep } from './policy-step';
import { clientStep, providerStep } from './provider-steps';
import { sdkStep } from './sdk-steps';
import { secretsStep } from './secrets-step';
import { nodeStep, pageAddressStep, regionStep, settingsStep, signInStep } from './settings-steps';

export const steps: readonly Step[] = [
  nodeStep,
  settingsStep,
  secretsStep,
  proxyStep,
  signInStep,
  pageAddressStep,
  providerStep,
  clientStep,
  redisStep,
  modelStep,
  regionStep,
  ...hostSteps({
    label: 'API',
    setting: 'METASTUDIO_ENDPOINT',
    urlOf: (environment) => new URL(metastudioSettings(environment).endpoint),
  }),
  apiStep,
  ...hostSteps({
    label: 'IAM',
    setting: 'HUAWEICLOUD_IAM_ENDPOINT',
    applies: usesIamToken,
    urlOf(environment) {
      const { credentials, endpoint } = metastudioSettings(environment);
      return new URL('ak' in credentials ? endpoint : credentials.endpoint);
    },
  }),
  iamTokenStep,
  onceCodeStep,
  consoleStep,
  ...hostSteps({ label: 'SDK server', setting: 'METASTUDIO_SERVER_ADDRESS', urlOf: sdkServerUrl }),
  sdkServerStep,
  portsStep,
  sdkStep,
  policyStep,
];

/** For an app that copied the once-code route and has its own sign-in. */
export const routeSteps = steps.filter((step) => step !== signInStep);
