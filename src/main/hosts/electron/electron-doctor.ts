import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorDesk } from '../../app/doctor/run-doctor.ts';
import { askSecret } from '../../app/machine/ask-secret.ts';
import type { ElectronApi } from './electron-api.ts';
import { createElectronHost } from './electron-host.ts';

/** The words after `doctor` on the packaged app's command line; nothing where it is not the first word. */
export function doctorWords(argv: readonly string[]): readonly string[] | undefined {
  // From the sources the first word is the folder of the app.
  const words = argv.filter((word, at) => !(at === 0 && /^\.|[\\/]/.test(word)));
  const [first, ...rest] = words;
  return first === 'doctor' ? rest : undefined;
}

export interface ElectronDoctor {
  readonly mainFolder: string;
  readonly platform: NodeJS.Platform;
  readonly doctor: (words: readonly string[], desk: DoctorDesk) => Promise<number>;
}

/** `parlance doctor`: no window, no instance lock (the app may be running beside it), a profile that is thrown away. */
export async function runElectronDoctor(
  electron: ElectronApi,
  { mainFolder, platform, doctor }: ElectronDoctor,
  words: readonly string[],
): Promise<void> {
  const { app } = electron;
  const profile = mkdtempSync(join(tmpdir(), 'parlance-doctor-'));
  app.setPath('userData', profile);
  await app.whenReady();
  const complain = (text: string): void => void process.stderr.write(text);
  const code = await doctor(words, {
    openHost: async () => {
      const host = createElectronHost(electron, mainFolder, platform);
      const folders = {
        local: join(profile, 'local'),
        roaming: join(profile, 'roaming'),
        downloads: join(profile, 'downloads'),
      };
      for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
      return { host: { ...host, folders }, close: () => host.sink.close() };
    },
    print: (text) => void process.stdout.write(text),
    complain,
    askSecret: (question) => askSecret(process.stdin, complain, question),
  });
  rmSync(profile, { recursive: true, force: true });
  app.exit(code);
}
