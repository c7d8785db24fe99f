import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoctorDesk } from '../../app/doctor/run-doctor.ts';
import { askSecret } from '../../app/machine/ask-secret.ts';
import { systemDeployment } from '../../app/machine/deployment/deployment-sources.ts';
import { machineAccess } from '../../app/machine/deployment/machine-access.ts';
import { createNodeHost } from './node-host.ts';
import { readVersion } from './read-version.ts';

/** This terminal and this computer for `parlance doctor`: a profile of its own, and no window. */
export const nodeDesk: DoctorDesk = {
  async openHost() {
    const profile = await mkdtemp(join(tmpdir(), 'parlance-doctor-'));
    const host = createNodeHost({
      profile,
      isDebug: false,
      wantsPaintReports: false,
      version: readVersion(),
      deployment: systemDeployment(machineAccess),
    });
    return {
      host,
      async close() {
        await host.stop();
        await rm(profile, { recursive: true, force: true });
      },
    };
  },
  print: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  askSecret: (question) => askSecret(process.stdin, nodeDesk.complain, question),
};
