import type { DeploymentSources } from '../../../ports/deployment-sources.port.ts';
import { parseBootstrap } from '../../../services/deployment/parse-bootstrap.ts';
import type { MachineAccess } from './machine-access.ts';
import { readManagedPreferences, readWindowsPolicies } from './read-policies.ts';

const FILE = 'parlance-bootstrap.properties';

/** The documented places of the system (D13, A4; docs/admin/first-launch.md). */
export function systemDeployment(machine: MachineAccess): DeploymentSources {
  const { platform } = machine;
  return {
    installerFile: () => fileAt(machine, installerPath(machine)),
    policies: async () => {
      if (platform === 'win32') return readWindowsPolicies(machine);
      return platform === 'darwin' ? readManagedPreferences(machine) : [];
    },
    userPrincipalName: async () => (platform === 'win32' ? windowsUser(machine) : undefined),
    userDnsDomain: () => (platform === 'win32' ? machine.env['USERDNSDOMAIN'] : undefined),
  };
}

/** What is named on the command line, and nothing of the system: for trying a deployment out, and for tests. */
export interface NamedDeployment {
  readonly bootstrap?: string;
  /** A file of the same form. */
  readonly policies?: string;
  readonly user?: string;
}

export function namedDeployment(
  machine: Pick<MachineAccess, 'read'>,
  named: NamedDeployment,
): DeploymentSources {
  return {
    installerFile: async () => (named.bootstrap === undefined ? undefined : fileAt(machine, named.bootstrap)),
    policies: async () => {
      const file = named.policies === undefined ? undefined : await fileAt(machine, named.policies);
      return file ? parseBootstrap(file.bytes).entries : [];
    },
    userPrincipalName: async () => named.user,
  };
}

function installerPath({ platform, env }: MachineAccess): string {
  switch (platform) {
    case 'win32':
      return [env['ProgramData'] ?? 'C:\\ProgramData', 'Parlance', FILE].join('\\');
    case 'darwin':
      return `/Library/Application Support/Parlance/${FILE}`;
    default:
      return `/etc/parlance/${FILE}`;
  }
}

async function fileAt(
  machine: Pick<MachineAccess, 'read'>,
  path: string,
): Promise<{ readonly path: string; readonly bytes: Uint8Array } | undefined> {
  const bytes = await machine.read(path);
  return bytes && { path, bytes };
}

/** By `whoami`; a computer of a domain without a principal name for the person still knows both halves. */
async function windowsUser({ run, env }: MachineAccess): Promise<string | undefined> {
  const root = env['SystemRoot'] ?? String.raw`C:\Windows`;
  const said = (await run(String.raw`${root}\System32\whoami.exe`, ['/upn']))?.trim();
  if (said !== undefined && /^[^\s@]+@[^\s@]+$/.test(said)) return said;
  const { USERNAME: name, USERDNSDOMAIN: domain } = env;
  return name && domain ? `${name}@${domain}` : undefined;
}
