import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { fuzzedXml } from '../../../../test/fakes/fuzzed-xml.ts';
import { memoryTrace } from '../../../../test/fakes/memory-trace.ts';
import { ok } from '../../../shared/errors/result.ts';
import type { HttpClient } from '../link/http-client.ts';
import { createUds } from './create-uds.ts';

const BASE = 'https://ucm.example.test:8443/cucm-uds';
const CLUSTER_USER = `<clusterUser version="12.5.1"><result found="true" uri="${BASE}/user/alice" version="12.5.1"><homeCluster serversUri="${BASE}/servers">ucm-b.example.test</homeCluster></result></clusterUser>`;
const SERVERS =
  '<servers version="12.5.1"><server>ucm-b.example.test</server><server>ucm-b2.example.test</server></servers>';
const SSO = `<SSOResult version="12.5"><Response><SingleSignOn><Status enabled="true"/><Uri>https://ucm.example.test:8443/ssosp/oauth/authorize</Uri></SingleSignOn></Response></SSOResult>`;
const USER = `<user uri="${BASE}/user/alice"><userName>alice</userName><displayName>Alice</displayName><homeCluster enableImAndPresence="true">true</homeCluster><imAndPresence><server>imp-a.example.test</server></imAndPresence>
<serviceProfile><uri>http://tftp.example.test:6970/SPDefault.cnf.xml</uri></serviceProfile><jabberProfile><uri>https://tftp.example.test:6972/JAB_1.cnf.xml</uri></jabberProfile><primaryExtension><voiceMailPilotNumber>8000</voiceMailPilotNumber></primaryExtension></user>`;
const DEVICES = `<devices><device uri="${BASE}/user/alice/device/1"><id>1</id><name>CSFALICE</name><model>Cisco Unified Client Services Framework</model><provision><uri>http://tftp.example.test:6970/CSFALICE.cnf.xml</uri></provision></device></devices>`;

const call = { span: memoryTrace().start('fuzz'), signal: new AbortController().signal };
const node = { host: 'ucm.example.test', port: 8443 };
const credentials = { username: 'alice', password: 'x' };

describe('Q2: whatever UDS answers', () => {
  it('gives what can be used or a failure, and never an exception', { timeout: 900_000 }, async () => {
    const answers = fuzzedXml([CLUSTER_USER, SERVERS, SSO, USER, DEVICES]);
    await fc.assert(
      fc.asyncProperty(answers, fc.constantFrom(200, 200, 200, 404, 500), async (body, status) => {
        const http: HttpClient = {
          request: async () => ok({ status, headers: {}, body }),
          close: async () => undefined,
        };
        const uds = createUds(http);
        const nodes = await uds.nodes(node, call);
        for (const each of nodes.ok ? nodes.value : []) {
          expect(each.host).not.toMatch(/[\s/@?#]/);
          expect(each.port).toBeGreaterThan(0);
          expect(each.port).toBeLessThan(65_536);
        }
        await uds.homeCluster(node, { username: 'alice', email: 'alice@example.test' }, call);
        await uds.signInMethod(node, call);
        const user = await uds.user(node, credentials, call);
        if (user.ok) for (const uri of user.value.serviceProfile) expect(uri).toMatch(/^https?:\/\//i);
        const devices = await uds.devices(node, credentials, call);
        for (const device of devices.ok ? devices.value.slice(0, 3) : [])
          await uds.deviceFiles(device, credentials, call);
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});
