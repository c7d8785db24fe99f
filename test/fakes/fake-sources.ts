import type { DeploymentSources, PolicyValue } from '../../src/main/ports/deployment-sources.port.ts';

/** A computer as its administrator left it; may be changed between starts. */
export interface FakeComputer {
  /** Content of the installer's file. */
  bootstrap?: string;
  policies?: readonly PolicyValue[];
  user?: string;
}

/** The port of deployment sources over a computer in memory. */
export function fakeSources(computer: FakeComputer = {}): DeploymentSources {
  return {
    installerFile: async () =>
      computer.bootstrap === undefined
        ? undefined
        : { path: 'parlance-bootstrap.properties', bytes: new TextEncoder().encode(computer.bootstrap) },
    policies: async () => computer.policies ?? [],
    userPrincipalName: async () => computer.user,
  };
}
