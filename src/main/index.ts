import * as electron from 'electron';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeApp } from './app/compose.ts';
import { runDoctor } from './app/doctor/run-doctor.ts';
import { startTrouble } from './app/machine/start-trouble.ts';
import { createWords } from './app/words.ts';
import { startElectron } from './hosts/electron/start-electron.ts';

await startElectron(electron, {
  mainFolder: dirname(fileURLToPath(import.meta.url)),
  argv: process.argv.slice(1),
  platform: process.platform,
  resources: process.resourcesPath,
  loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
  compose: composeApp,
  doctor: runDoctor,
}).catch((error: unknown) => {
  const words = createWords();
  // Without a window there is only the system's own box to say it in.
  electron.dialog.showErrorBox(words('start.title'), startTrouble(error, words) ?? String(error));
  electron.app.exit(2);
});
