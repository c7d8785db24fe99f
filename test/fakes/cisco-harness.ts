import { onTestFinished } from 'vitest';
import { type CiscoLab, startCiscoLab } from '../../lab/cisco/cisco-lab.ts';
import { startDnsServer } from '../../lab/cisco/dns-server.ts';
import type { CiscoLabOptions, CiscoUser } from '../../lab/cisco/model.ts';
import { createLabCa, type LabCa } from '../../lab/pki/lab-ca.ts';
import { createDialer } from '../../src/main/engines/link/dialer.ts';
import { createDns } from '../../src/main/engines/link/dns-resolver.ts';
import { createHttpClient } from '../../src/main/engines/link/http-client.ts';
import { createCas } from '../../src/main/engines/provisioning/create-cas.ts';
import { createConfigurationFiles } from '../../src/main/engines/provisioning/create-configuration-files.ts';
import { createImPresence } from '../../src/main/engines/provisioning/create-im-presence.ts';
import { createUds } from '../../src/main/engines/uds/create-uds.ts';
import type { Trust } from '../../src/main/ports/trust.port.ts';
import { createAuthorization } from '../../src/main/engines/oauth/create-authorization.ts';
import { SignOnGate } from '../../src/main/services/authentication/sign-on-gate.ts';
import {
  type SignOnSettings,
  standardSignOn,
} from '../../src/main/services/authentication/sign-on-settings.ts';
import { labBrowser } from './lab-browser.ts';
import { realClock } from './real-clock.ts';
import { type HarnessOptions, RIGHT, sessionHarness } from './session-harness.ts';
import { silentLog } from './silent-log.ts';

export const alice: CiscoUser = {
  username: 'alice',
  password: RIGHT,
  firstName: 'Alice',
  lastName: 'Archer',
  displayName: 'Alice Archer',
  phoneNumber: '1001',
  email: 'alice.archer@example.test',
  devices: [
    { name: 'SEP001122334455', model: 'Cisco 8845' },
    { name: 'CSFALICE', lines: [{ number: '1001', displayName: 'Alice Archer', voicemailNumber: '8000' }] },
  ],
};

interface StandingLab {
  readonly lab: CiscoLab;
  readonly ca: LabCa;
}

export interface CiscoHarnessOptions extends Partial<CiscoLabOptions> {
  readonly session?: HarnessOptions;
  /** A cluster that stands already, as when the app starts again. */
  readonly lab?: StandingLab;
  /** How the client is registered with the cluster, beside the standard. */
  readonly registration?: Partial<SignOnSettings>;
}

async function startLab(options: Partial<CiscoLabOptions>): Promise<StandingLab> {
  const ca = await createLabCa();
  const net = `127.${100 + Math.floor(Math.random() * 150)}.${Math.floor(Math.random() * 250)}`;
  const lab = await startCiscoLab({
    domain: 'example.test',
    users: [alice],
    ca,
    hosts: [`${net}.1`, `${net}.2`, `${net}.3`],
    httpsPort: 8443,
    tftpHttpPort: 6970,
    ...options,
  });
  onTestFinished(() => lab.stop());
  return { lab, ca };
}

/**
 * A session with real engines against the emulated cluster, on loopback addresses of its own with the field's ports.
 * Chat, phone and directory are scripted.
 */
export async function ciscoHarness(options: CiscoHarnessOptions = {}) {
  const { session, registration, lab: standing, ...labOptions } = options;
  const { lab, ca } = standing ?? (await startLab(labOptions));
  const dnsServer = await startDnsServer({ records: lab.dnsRecords });
  onTestFinished(() => dnsServer.stop());
  const dns = createDns({ servers: [dnsServer.address], clock: realClock });
  const browser = labBrowser(
    () => lab,
    () => ca.pem,
  );
  const signOn = { ...standardSignOn, ...registration };
  // One client, as in compose.ts: connections are kept from step to step.
  let made: ReturnType<typeof createEngines> | undefined;
  const engines = (trust: Trust) => (made ??= createEngines(trust, dns, lab));
  const harness = sessionHarness({
    dns,
    signOn: (common, trust) => {
      const { http } = engines(trust);
      const authorization = createAuthorization({ http, random: common.random });
      return (reports) =>
        new SignOnGate({ ...common, authorization, browser, trust }, reports, async () => signOn);
    },
    authorities: [ca.pem],
    engines,
    cas: (trust) => createCas(engines(trust).http),
    ...session,
  });
  harness.script.takesToken = (token) => lab.accounts.redeemToken('alice', token);
  harness.script.takesAccess = (token) => lab.tokens.userOf(token) === 'alice';
  return { ...harness, lab, dnsServer, dns, ca, browser };
}

export type CiscoHarness = Awaited<ReturnType<typeof ciscoHarness>>;

/** The engines as compose.ts joins them, with short time limits. */
export function createEngines(trust: Trust, dns: ReturnType<typeof createDns>, lab: CiscoLab) {
  const dialer = createDialer({ dns, trust, clock: realClock, log: silentLog });
  const http = createHttpClient({ dialer, clock: realClock, service: 'uds', timeoutMs: 1_500 });
  onTestFinished(() => http.close());
  return {
    http,
    uds: createUds(http),
    files: createConfigurationFiles({ http, dns, clock: realClock, tftpPort: lab.tftpUdpPort }),
    imp: createImPresence({ http, clock: realClock, clientVersion: 'test' }),
  };
}
