import fc from 'fast-check';
import { certificateNames, isNamedBy } from '../../src/main/engines/link/tls-identity.ts';
import { readAnswer } from '../../src/main/engines/xmpp/bosh/bosh-body.ts';
import { readEdgeConfig, readEdgeSso } from '../../src/main/engines/edge/read-edge-config.ts';
import { readJrd, readXrd } from '../../src/main/engines/host-meta/read-host-meta.ts';
import { readOauthError } from '../../src/main/engines/oauth/read-oauth-error.ts';
import { readReturn } from '../../src/main/engines/oauth/read-return.ts';
import { readTokens } from '../../src/main/engines/oauth/read-tokens.ts';
import { createCas } from '../../src/main/engines/provisioning/create-cas.ts';
import { createImPresence } from '../../src/main/engines/provisioning/create-im-presence.ts';
import { createUds } from '../../src/main/engines/uds/create-uds.ts';
import { fuzzedXml } from '../fakes/fuzzed-xml.ts';
import { manualClock } from '../fakes/manual-clock.ts';
import { call, type FuzzSubject, oneAnswer, subject } from './subject.ts';

const BASE = 'https://ucm.example.test:8443/cucm-uds';
const UDS = [
  `<clusterUser version="12.5.1"><result found="true" uri="${BASE}/user/alice"><homeCluster serversUri="${BASE}/servers">ucm-b.example.test</homeCluster></result></clusterUser>`,
  '<servers version="12.5.1"><server>ucm-b.example.test</server><server>ucm-b2.example.test</server></servers>',
  `<SSOResult version="12.5"><Response><SingleSignOn><Status enabled="true"/><Uri>https://ucm.example.test:8443/ssosp/oauth/authorize</Uri></SingleSignOn></Response></SSOResult>`,
  `<user uri="${BASE}/user/alice"><userName>alice</userName><imAndPresence><server>imp-a.example.test</server></imAndPresence><serviceProfile><uri>http://tftp.example.test:6970/SPDefault.cnf.xml</uri></serviceProfile></user>`,
  `<devices><device uri="${BASE}/user/alice/device/1"><id>1</id><name>CSFALICE</name><model>Cisco Unified Client Services Framework</model></device></devices>`,
] as const;
const soap = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
const SOAP = [
  soap('<loginResponse><success><session-key>k1</session-key></success></loginResponse>'),
  soap(
    '<get-all-configResponse><property name="Presence.Domain" value="example.test"/><property name="xmpp.server.address" value="imp-a.example.test"/><property name="client.relogin.lower" value="120"/><password>otp</password></get-all-configResponse>',
  ),
  soap('<s:Fault><s:Reason><s:Text>Invalid password</s:Text></s:Reason></s:Fault>'),
] as const;
const EDGE_CONFIG = `<getEdgeConfigResponse version="1.0"><serviceConfig><service><name>_cisco-uds</name><server><priority>10</priority><weight>10</weight><port>8443</port><address>ucm-b.example.test</address></server></service></serviceConfig>
<edgeConfig><sipEdgeServer><server><address>exp-e.example.test</address><tlsPort>5061</tlsPort></server></sipEdgeServer><sipRequest><route>&lt;sip:10.1.2.3:5061;transport=tls;lr&gt;</route></sipRequest></edgeConfig></getEdgeConfigResponse>`;
const XRD = `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="urn:xmpp:alt-connections:websocket" href="wss://web.example.test/ws"/></XRD>`;

const BOSH = `<body xmlns="http://jabber.org/protocol/httpbind" xmlns:stream="http://etherx.jabber.org/streams" sid="s1" requests="2" inactivity="60"><stream:features><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms></stream:features></body>`;
const certificatePiece = fc.oneof(
  fc.constantFrom(
    'DNS:',
    'IP Address:',
    'othername:SRVName:',
    'othername:XmppAddr:',
    ', ',
    '"',
    '\\',
    '*.',
    '_xmpp.',
    ':',
  ),
  fc.constantFrom('a'.repeat(5_000), 'a:'.repeat(2_000), '"'.repeat(999)),
  fc.domain(),
  fc.string({ unit: 'binary' }),
);

const edge = { host: 'exp-e.example.test', port: 8443 };
const node = { host: 'ucm.example.test', port: 8443 };
const credentials = { username: 'alice', password: 'x' };
const statuses = fc.constantFrom(200, 200, 200, 404, 500);
const json = fc.oneof(
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom('access_token', 'expires_in', 'refresh_token', 'token_type', 'error', 'links', 'href'),
      fc.oneof(fc.string(), fc.integer(), fc.jsonValue()),
    )
    .map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary' }),
);
const request = {
  server: { authorize: `${BASE}/authorize`, token: `${BASE}/token` },
  flow: 'code' as const,
  ...{ url: `${BASE}/authorize?x`, redirectUri: 'http://127.0.0.1:48443/signed-in', state: 's1' },
  providerHost: 'idp.example.test',
};

/** What web servers answer. */
export const answerSubjects: readonly FuzzSubject[] = [
  subject('UDS', fc.tuple(fuzzedXml(UDS), statuses), async ([body, status]) => {
    const uds = createUds(oneAnswer(body, status));
    await uds.nodes(node, call());
    await uds.homeCluster(node, { username: 'alice', email: 'alice@example.test' }, call());
    await uds.signInMethod(node, call());
    await uds.user(node, credentials, call());
    const devices = await uds.devices(node, credentials, call());
    const [device] = devices.ok ? devices.value : [];
    if (device) await uds.deviceFiles(device, credentials, call());
  }),
  subject('SOAP', fc.tuple(fuzzedXml(SOAP), statuses), async ([body, status]) => {
    const imp = createImPresence({
      http: oneAnswer(body, status),
      clock: manualClock(),
      clientVersion: 'fuzz',
    });
    const session = await imp.signIn({ nodes: ['imp-a'], ...credentials, wantsServers: true }, call());
    if (session.ok && session.value) await session.value.oneTimePassword(call());
  }),
  subject('edge', fuzzedXml([EDGE_CONFIG, UDS[2]]), (body) => {
    readEdgeConfig(body, edge);
    readEdgeSso(body, request.server);
  }),
  subject('OAuth', fc.tuple(json, fc.string()), ([body, date]) => {
    readTokens(body, date);
    readOauthError(body);
  }),
  subject(
    'OAuth, the way back',
    fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
    (url) => readReturn(request, url, true),
  ),
  subject(
    'host-meta',
    fc.oneof(
      fuzzedXml([XRD, UDS[1]]),
      json.map((text) => Buffer.from(text)),
    ),
    (body) => {
      readXrd(body);
      readJrd(body);
    },
  ),
  subject('BOSH', fuzzedXml([BOSH, XRD]), (body) => readAnswer(new TextDecoder().decode(body))),
  subject(
    'certificate names',
    fc.tuple(fc.array(certificatePiece, { maxLength: 40 }), fc.oneof(fc.domain(), fc.string(), fc.ipV6())),
    ([pieces, name]) => isNamedBy(name, certificateNames(pieces.join(''))),
  ),
  subject(
    'CAS',
    fuzzedXml(['<r><errorcode>7</errorcode><SSOEnabled>true</SSOEnabled></r>']),
    async (body) => {
      const cas = createCas(oneAnswer(body));
      await cas.isOrganisation('cas.example.test', 'example.test', call());
      await cas.isTeamMessaging('https://team.example.test/look', 'alice@example.test', call());
    },
  ),
];
