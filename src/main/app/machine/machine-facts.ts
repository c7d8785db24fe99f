import { arch, release, totalmem, cpus } from 'node:os';

/** What this run stands on; nothing that names the computer or its user (S5). */
export function machineFacts(): Readonly<Record<string, string>> {
  const { node, chrome, electron } = process.versions;
  return {
    system: `${process.platform} ${release()} ${arch()}`,
    node,
    ...(chrome !== undefined && { chromium: chrome }),
    ...(electron !== undefined && { electron }),
    processors: String(cpus().length),
    memoryMb: String(Math.round(totalmem() / 1_048_576)),
    upSeconds: String(Math.round(process.uptime())),
    locale: Intl.DateTimeFormat().resolvedOptions().locale,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}
