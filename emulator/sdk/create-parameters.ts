// The parameters of `create()` and the checks before any network call (HwICSUiSdk 5.0.6: 999300001 for the container,
// 999300002 for the rest).
import type { OwnErrorCode } from './ics-error';
import type { EventMap, SdkConfig } from './sdk-events';

export interface CreateParameters {
  serverAddress: string;
  onceCode: string;
  robotId?: string;
  /** The address of the published dialog. Only its `robot_id` counts, and `robotId` takes precedence. */
  taskUrl?: string;
  containerId: string;
  config?: Partial<SdkConfig>;
  logLevel?: string;
  eventListeners?: EventMap;
  /** A JSON object as a string. The SDK silently drops anything else. */
  extendParamStr?: string;
}

export interface CheckedParameters {
  container: HTMLElement;
  serverAddress: string;
  onceCode: string;
  robotId: string;
  extendParam: string | null;
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

export function checkParameters(parameters: CreateParameters): CheckedParameters | OwnErrorCode {
  const container = document.getElementById(parameters.containerId);
  if (!container) return '999300001';
  const { serverAddress, onceCode } = parameters;
  const robotId = parameters.robotId || robotIdOf(parameters.taskUrl);
  if (!isFilled(serverAddress) || !isFilled(onceCode) || !isFilled(robotId)) return '999300002';
  return { container, serverAddress, onceCode, robotId, extendParam: jsonObjectOrNull(parameters.extendParamStr) };
}

function robotIdOf(taskUrl: string | undefined): string | null {
  if (!taskUrl || !URL.canParse(taskUrl)) return null;
  return new URL(taskUrl).searchParams.get('robot_id');
}

function jsonObjectOrNull(text: string | undefined): string | null {
  if (!text) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : null;
  } catch {
    return null; // the vendor silently drops what is not JSON
  }
}
