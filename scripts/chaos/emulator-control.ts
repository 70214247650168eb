/** The emulator's controls and books, as whoever breaks things needs them. */
const json = { 'content-type': 'application/json' };

export class EmulatorControl {
  constructor(readonly url: string) {}

  async fault(fault: Record<string, unknown>): Promise<void> {
    const answer = await fetch(`${this.url}/emulator/faults`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ times: 1, ...fault }),
    });
    if (!answer.ok) throw new Error(await answer.text());
  }

  /** Ages what the cloud holds for this user. */
  async advance(user: string, advanceSeconds: number): Promise<void> {
    const body = JSON.stringify({ user, advanceSeconds });
    await fetch(`${this.url}/emulator/clock`, { method: 'POST', headers: json, body });
  }

  /** Oldest first: `code-minted`, `fault`, `mint-refused`, … */
  async events(user: string): Promise<string[]> {
    const answer = await fetch(`${this.url}/emulator/events?user=${encodeURIComponent(user)}`);
    return ((await answer.json()) as { event: string }[]).map(({ event }) => event);
  }

  async codes(user: string): Promise<number> {
    const answer = await fetch(`${this.url}/emulator/codes?user=${encodeURIComponent(user)}`);
    return ((await answer.json()) as unknown[]).length;
  }
}
