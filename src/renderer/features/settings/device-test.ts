import { createTones } from '../../media/tones.ts';

const TEST_MS = 1500;

/** Plays the ringing sound once on a device; empty: the system's choice. */
export function playTestSound(deviceId: string): void {
  const player = createTones();
  player.useOutput(deviceId);
  player.play('ringing-in');
  setTimeout(() => player.stop(), TEST_MS);
}
