// Which digital human a robot ID stands for: the three presenters by name, anything else is Ada.

export const presenterNames = ['ada', 'mei', 'zuri'] as const;
export type PresenterName = (typeof presenterNames)[number];

export const presenterOf = (robotId: string): PresenterName => presenterNames.find((name) => name === robotId) ?? 'ada';
