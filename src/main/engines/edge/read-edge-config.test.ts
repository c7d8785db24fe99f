import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { fuzzedXml } from '../../../../test/fakes/fuzzed-xml.ts';
import { readEdgeConfig, readEdgeSso } from './read-edge-config.ts';

const EDGE = { host: 'exp-e.example.test', port: 8443 };
const USUAL = {
  authorize: 'https://exp-e.example.test:8443/ZXhhbXBsZS50ZXN0/authorize',
  token: 'https://exp-e.example.test:8443/ZXhhbXBsZS50ZXN0/access_token',
};

/** The answer that cisco-uc 9.3 shows. */
const DOCUMENTED = `<getEdgeConfigResponse version="1.0"><serviceConfig>
 <service><name>_cisco-uds</name><server><priority>10</priority><weight>10</weight><port>8443</port><address>ucm-b.example.test</address></server></service>
 <service><name>_cuplogin</name><error>NameError</error></service>
 <service><name>tftpServer</name><address>ucm-b.example.test</address></service>
</serviceConfig><edgeConfig>
 <sipEdgeServer><server><address>exp-e.example.test</address><tlsPort>5061</tlsPort></server></sipEdgeServer>
 <sipRequest><route>&lt;sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr&gt;</route></sipRequest>
 <xmppEdgeServer><server><address>exp-e.example.test</address><tlsPort>5222</tlsPort></server></xmppEdgeServer>
 <httpEdgeServer><server><address>exp-e.example.test</address><tlsPort>8443</tlsPort></server></httpEdgeServer>
 <turnEdgeServer/>
 <userUdsServer><server><address>ucm-b.example.test</address><tlsPort>8443</tlsPort></server></userUdsServer>
</edgeConfig></getEdgeConfigResponse>`;
const SSO = `<SSOResult version="12.5"><Response><SingleSignOn><Status enabled="true"/><OAuth><Authorize>${USUAL.authorize}2</Authorize><Token>${USUAL.token}2</Token></OAuth></SingleSignOn></Response></SSOResult>`;

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (inside: string) =>
  readEdgeConfig(bytes(`<getEdgeConfigResponse>${inside}</getEdgeConfigResponse>`), EDGE);

describe('get_edge_config', () => {
  it('A7: the documented answer', () => {
    expect(readEdgeConfig(bytes(DOCUMENTED), EDGE)).toEqual({
      ok: true,
      value: {
        edge: EDGE,
        uds: [{ host: 'ucm-b.example.test', port: 8443 }],
        presence: [],
        tftp: ['ucm-b.example.test'],
        xmpp: [{ host: 'exp-e.example.test', port: 5222 }],
        sip: [{ host: 'exp-e.example.test', port: 5061 }],
        sipRoute: ['<sip:10.1.2.3:5061;transport=tls;zone-id=3;directed;lr>'],
      },
    });
  });

  it.each([
    [
      'records by priority, the user’s own node first',
      '<serviceConfig><service><server><address>b</address><priority>9</priority><port>8443</port></server><server><port>8443</port><address>a</address><priority>1</priority></server><name>_CISCO-UDS</name></service></serviceConfig><edgeConfig><userUdsServer><server><address>own</address></server></userUdsServer></edgeConfig>',
      { uds: [{ host: 'own' }, { host: 'a' }, { host: 'b' }] },
    ],
    [
      'a list without ports has the usual ones',
      '<edgeConfig><sipEdgeServer><server><address>e</address></server></sipEdgeServer><xmppEdgeServer><server><address>e</address></server></xmppEdgeServer></edgeConfig>',
      { sip: [{ host: 'e', port: 5061 }], xmpp: [{ host: 'e', port: 5222 }] },
    ],
    [
      'ports and hosts that cannot be are left out',
      '<edgeConfig><sipEdgeServer><server><address>a b</address></server><server><address>e</address><tlsPort>99999</tlsPort></server><server><address>x/y</address></server><server><address>e2.</address></server></sipEdgeServer></edgeConfig>',
      { sip: [{ host: 'e2', port: 5061 }] },
    ],
    [
      'a route that could begin another header is left out',
      '<edgeConfig><sipRequest><route>&lt;sip:a;lr&gt;&#13;&#10;X-Bad: 1</route><route>sip:b;lr</route></sipRequest></edgeConfig>',
      { sipRoute: ['<sip:b;lr>'] },
    ],
    [
      'nothing is told',
      '<edgeConfig/>',
      { uds: [], presence: [], tftp: [], xmpp: [], sip: [], sipRoute: [] },
    ],
  ])('A7: %s', (_what, inside, value) => {
    expect(read(inside)).toMatchObject({ ok: true, value });
  });

  it.each(['', 'Next Hop Connection Failed', '<html><body>502</body></html>', '<getEdgeConfigResponse>'])(
    'A7: what is none is a failure: %j',
    (text) => {
      expect(readEdgeConfig(bytes(text), EDGE)).toMatchObject({
        error: { code: 'http.bad-content', params: { host: 'exp-e.example.test' } },
      });
    },
  );
});

describe('get_edge_sso', () => {
  it.each([
    ['', { kind: 'password' }],
    [
      '<SSOResult><Response><SingleSignOn><Status enabled="false"/></SingleSignOn></Response></SSOResult>',
      { kind: 'password' },
    ],
    ['{"response":{"singleSignOn":{"status":{"enabled":"true"}}}}', { kind: 'tokens', server: USUAL }],
    ['{"enabled": false}', { kind: 'password' }],
    [SSO, { kind: 'tokens', server: { authorize: `${USUAL.authorize}2`, token: `${USUAL.token}2` } }],
    // A password or a code must not be carried to a host that the edge does not speak for.
    [SSO.replaceAll('exp-e.example.test', 'elsewhere.test'), { kind: 'tokens', server: USUAL }],
  ])('A2: %j', (text, method) => {
    expect(readEdgeSso(bytes(text), USUAL)).toEqual(method);
  });
});

describe('Q2: whatever an edge answers', () => {
  it('gives what can be used or a failure, and never an exception', { timeout: 900_000 }, () => {
    fc.assert(
      fc.property(fuzzedXml([DOCUMENTED, SSO]), (body) => {
        const config = readEdgeConfig(body, EDGE);
        if (config.ok) {
          const { uds, presence, xmpp, sip, sipRoute, tftp } = config.value;
          for (const { host, port } of [...uds, ...presence, ...xmpp, ...sip]) {
            expect(host).not.toMatch(/[\s/@?#<>]/);
            expect(port).toBeGreaterThan(0);
            expect(port).toBeLessThan(65_536);
          }
          for (const host of tftp)
            expect(URL.canParse(`http://${host.includes(':') ? `[${host}]` : host}/`)).toBe(true);
          for (const route of sipRoute) expect(route).toMatch(/^<sips?:[^<>\s"]+>$/);
        }
        const method = readEdgeSso(body, USUAL);
        if (method.kind === 'tokens') expect(URL.parse(method.server.token)?.hostname).toBe(EDGE.host);
      }),
      { numRuns: fuzzRuns(2_000) },
    );
  });
});
