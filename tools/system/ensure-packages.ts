import { CannotRun } from '../commands/command.ts';
import type { Need } from './needs.ts';
import type { System } from './system.ts';

const policyFile = '/usr/sbin/policy-rc.d';

/** Debian asks this file before it starts a daemon; 101 means "don't". */
const startNothing =
  '#!/bin/sh\n# Put here by Parlance while it installs packages: no daemon is started.\nexit 101\n';

/**
 * Sees to it that everything needed is there, installing Debian's packages where that may be done.
 * Throws {@link CannotRun} with one sentence naming the packages where it may not or does not work.
 */
export async function ensurePackages(needs: readonly Need[], system: System): Promise<void> {
  const missing = missingFrom(needs, system);
  if (missing.length === 0) return;
  const names = missing.map((need) => need.debianPackage).join(' ');
  if (!system.isDebian())
    throw new CannotRun(
      `This command needs what Debian packages as: ${names}. Install these and run it again.`,
    );
  if (!system.isRoot())
    throw new CannotRun(
      `Some packages are missing: run "sudo apt-get install --no-install-recommends ${names}" and then this again.`,
    );
  system.say(`Installing Debian packages: ${names} …`);
  await withoutStartingDaemons(system, () => install(missing, system));
  const still = missingFrom(needs, system).map((need) => need.debianPackage);
  if (still.length > 0)
    throw new CannotRun(`apt-get could not install ${still.join(' ')}: its messages are above.`);
}

/** The needs that this machine doesn't meet. */
export function missingFrom(needs: readonly Need[], system: Pick<System, 'has'>): readonly Need[] {
  return needs.filter((need) => !system.has(need.shownBy));
}

async function install(needs: readonly Need[], system: System): Promise<void> {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-q', '-o', 'Dpkg::Use-Pty=0'];
  await system.run('apt-get', [...quiet, 'update'], env);
  const names = needs.map((need) => need.debianPackage);
  await system.run('apt-get', [...quiet, 'install', '-y', '--no-install-recommends', ...names], env);
}

/** Prosody, Kamailio and the rest would otherwise start on every interface, and hold the ports the lab wants. */
async function withoutStartingDaemons(system: System, act: () => Promise<void>): Promise<void> {
  const earlier = system.read(policyFile);
  system.write(policyFile, startNothing);
  try {
    await act();
  } finally {
    system.write(policyFile, earlier);
  }
}
