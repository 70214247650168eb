// Maps a robot ID to a digital human: the three presenters by name, Ada for any other.

export const presenterNames = ['ada', 'mei', 'zuri'] as const;
export type PresenterName = (typeof presenterNames)[number];

export const presenterOf = (robotId: string): PresenterName => presenterNames.find((name) => name === robotId) ?? 'ada';
