import type { SessionServices } from './session-services.ts';

/** Stops all that signing in starts; what doesn't run stays as it is. */
export async function stopServices(services: SessionServices): Promise<void> {
  await Promise.all([
    services.stopChat(),
    services.stopPhone(),
    services.stopDirectory(),
    services.stopVoicemail(),
  ]);
}
