import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { parseArgs } from 'node:util';
import { type EmbeddedLab, startEmbeddedLab } from '../scenarios/office.ts';
import { readScenario } from '../scenarios/scenario-file.ts';
import { stopOnSignal } from '../stop-on-signal.ts';

const USAGE = `npm run lab [-- options]

  --scenario FILE an office described in a JSON file: configuration, files, faults (docs/admin/lab.md)
  --plain         XMPP and SIP only (else also the sign-in services of a CUCM cluster)
  --contacts N    so many more contacts for Alice
  --free-ports    free ports on 127.0.0.1 (else, for the cluster on Linux, the usual ports on addresses of their own)
  --folder DIR    writes ca.pem and alice.json there (else a temporary folder, removed at the end)
  --password TEXT the password of everybody (else parlance-demo)
  --json          one JSON object on one line instead of the page
`;

const values = orRefuse(() => readOptions());
const file = values?.scenario;
const scenario =
  file === undefined || values?.help ? undefined : await readScenario(resolve(file)).catch(refuse);

if (values?.help) process.stdout.write(USAGE);
else if (values && (file === undefined || scenario)) {
  const lab = await startEmbeddedLab({
    ...scenario?.options,
    ...(values.plain ? { variant: 'plain' } : {}),
    ...(values.contacts === undefined ? {} : { extraContacts: Number(values.contacts) }),
    ...(values['free-ports'] ? { ports: 'free' } : {}),
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    ...(values.password === undefined ? {} : { password: values.password }),
  });
  for (const fault of scenario?.faults ?? [])
    (fault.node === lab.edge?.name ? lab.edge : lab.cisco)?.addFault(fault);
  const stopped = stopOnSignal(lab);
  const accountFile = join(dirname(lab.caPath), 'alice.json');
  await writeFile(accountFile, `${JSON.stringify(lab.accountOf('alice'), null, 2)}\n`, { mode: 0o600 });
  const facts = factsOf(lab, accountFile);
  process.stdout.write(values.json ? `${JSON.stringify(facts)}\n` : page(facts));
  const reader = lab.edge && readPlaces(lab);
  await stopped;
  reader?.close();
}

function readOptions() {
  const { values: given } = parseArgs({
    options: {
      scenario: { type: 'string' },
      plain: { type: 'boolean', default: false },
      contacts: { type: 'string' },
      'free-ports': { type: 'boolean', default: false },
      folder: { type: 'string' },
      password: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (!/^\d+$/.test(given.contacts ?? '0')) throw new Error('--contacts wants a number.');
  return given;
}

function orRefuse<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    return refuse(error);
  }
}

/** A slip at the terminal is answered with a sentence, not with a trace. */
function refuse(error: unknown): undefined {
  process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
  process.exitCode = 2;
}

/** `inside` and `outside`, typed at the terminal, move every client. */
function readPlaces(lab: EmbeddedLab): Interface {
  const reader = createInterface({ input: process.stdin });
  reader.on('line', (line) => {
    const place = line.trim();
    if (place !== 'inside' && place !== 'outside') return;
    lab.goTo(place);
    process.stdout.write(`  names are now answered as ${place}\n`);
  });
  return reader;
}

type Facts = ReturnType<typeof factsOf>;

function factsOf(lab: EmbeddedLab, accountFile: string) {
  const { xmpp, sip, cisco } = lab;
  return {
    ...lab.accountOf('alice'),
    variant: lab.variant,
    domain: lab.domain,
    accountFile,
    xmpp: { host: xmpp.host, port: xmpp.port, tlsPort: xmpp.tlsPort },
    sip: { host: sip.host, ...sip.ports },
    cisco: cisco && { ...cisco.nodes, tftpUdpPort: cisco.tftpUdpPort },
    voicemail: cisco?.unity?.nodes[0],
    edge: lab.edge && { name: lab.edge.fqdn, host: lab.edge.host, ...lab.edge.ports },
    people: lab.people.map((person) => ({
      address: person.email,
      name: person.displayName,
      number: person.number,
    })),
    lines: ['echo', '9999', 'colleague', 'busy', 'noanswer', 'reject603'],
    pid: process.pid,
  };
}

function page(facts: Facts): string {
  const { xmpp, sip, cisco, voicemail, edge } = facts;
  const nodes = cisco ? [cisco['ucm-a'], cisco['ucm-b'], cisco['imp-a'], cisco.tftp] : [];
  return [
    `The office ${facts.domain} is open. Ctrl-C closes it.`,
    '',
    `  sign in as  ${facts.address}`,
    `  password    ${facts.password}`,
    `  names       ${facts.dns.join(' ')}`,
    `  root        ${facts.ca}`,
    `  chat        ${xmpp.host} ${xmpp.port} STARTTLS, ${xmpp.tlsPort} TLS`,
    `  phone       ${sip.host} ${sip.udp} UDP and TCP, ${sip.tls} TLS, ${sip.ws} WS, ${sip.wss} WSS`,
    ...nodes.map((node) => `  ${node.name.padEnd(11)} ${node.fqdn} (${node.host}) ${node.port}`),
    ...(voicemail ? [`  voicemail   ${voicemail.fqdn} (${voicemail.host}) ${voicemail.port}`] : []),
    ...(edge
      ? [
          `  expressway  ${edge.name} (${edge.host}) ${edge.https}, ${edge.xmpp}, ${edge.sip}`,
          '  type "outside" or "inside" and Enter here to move everybody',
        ]
      : []),
    '',
    `  ${facts.people.length - 1} colleagues chat back; write "call me" and they call. Dial 9999 for the echo, 1002 for Bob.`,
    `  npm run app -- --profile /tmp/alice --account ${facts.accountFile}`,
    '',
    '',
  ].join('\n');
}
