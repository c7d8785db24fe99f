import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface Folders {
  /** Contacts, history, pictures, logs: stays on this machine (S2). */
  readonly local: string;
  /** Settings and sealed credentials: may roam with the person. */
  readonly roaming: string;
  /** The person's downloads; a trial's own. */
  readonly downloads: string;
}

/** The documented split of data (S2), or both under one given folder. Created with owner-only rights. */
export function makeFolders(profile: string | undefined): Folders {
  const folders =
    profile === undefined
      ? platformFolders()
      : {
          local: join(profile, 'local'),
          roaming: join(profile, 'roaming'),
          downloads: join(profile, 'downloads'),
        };
  for (const folder of [folders.local, folders.roaming]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  }
  return folders;
}

function platformFolders(): Folders {
  const home = homedir();
  const env = process.env;
  const downloads = join(home, 'Downloads');
  if (process.platform === 'win32') {
    return {
      local: join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Parlance'),
      roaming: join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Parlance'),
      downloads,
    };
  }
  if (process.platform === 'darwin') {
    const base = join(home, 'Library', 'Application Support', 'Parlance');
    return { local: join(base, 'local'), roaming: base, downloads };
  }
  return {
    local: join(env['XDG_DATA_HOME'] ?? join(home, '.local', 'share'), 'parlance'),
    roaming: join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'parlance'),
    downloads,
  };
}
