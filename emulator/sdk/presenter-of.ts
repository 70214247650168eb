// Which digital human a robot ID stands for: the three presenters by name, anything else is Ada.

const presenters = ['ada', 'mei', 'zuri'] as const;

export const presenterOf = (robotId: string): string => presenters.find((name) => name === robotId) ?? 'ada';
