import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopOnSignal } from '../stop-on-signal.ts';
import { chatBack } from './chat-back.ts';
import { type RealLab, startRealLab } from './office.ts';

const USAGE = `npm run lab -- --real [--standards] [--json] [--free-ports] [--folder DIR] [--password TEXT] [--domain NAME] [--crowd N] [--delay MS]

  --standards    a site that follows the standards (else a CUCM cluster with IM and Presence)
  --json         one JSON object instead of the page
  --free-ports   a standards site on 127.0.0.1 on free ports (else an address for each host, with the usual ports)
  --folder DIR   keeps configuration, data and logs there (else a temporary folder, removed at the end)
  --crowd N      so many more contacts for Alice
  --delay MS     half a round trip between client and servers
`;

const { values } = parseArgs({
  options: {
    standards: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'free-ports': { type: 'boolean', default: false },
    folder: { type: 'string' },
    password: { type: 'string' },
    domain: { type: 'string' },
    crowd: { type: 'string', default: '0' },
    delay: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  const isCisco = !values.standards && !values['free-ports'];
  const lab = await startRealLab({
    ...(isCisco ? { cisco: true } : {}),
    ports: values['free-ports'] ? 'free' : 'usual',
    delayMs: count('delay', values.delay),
    chat: { crowd: count('crowd', values.crowd) },
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values.domain === undefined ? {} : { domain: values.domain }),
  });
  const stop = stopOnSignal(lab);
  await chatBack(await lab.signIn('bob'));
  const facts = { ...(await describe(lab)), pid: process.pid };
  process.stdout.write(values.json ? `${JSON.stringify(facts)}\n` : page(lab, facts));
  await stop;
}

function count(name: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  process.stderr.write(`--${name} takes a number, not "${text}".\n\n${USAGE}`);
  process.exit(2);
}

interface Facts {
  readonly domain: string;
  readonly folder: string;
  readonly ca: string;
  readonly dns: string;
  readonly plan: RealLab['plan'];
  readonly people: readonly {
    readonly address: string;
    readonly password: string;
    readonly number: string;
    readonly accountFile: string;
  }[];
}

async function describe(lab: RealLab): Promise<Facts> {
  const people = await Promise.all(
    lab.people.map(async ({ name, jid, password, number }) => {
      const accountFile = join(lab.folder, `${name}.json`);
      await writeFile(accountFile, `${JSON.stringify(lab.account(name), null, 2)}\n`, { mode: 0o600 });
      return { address: jid, password, number, accountFile };
    }),
  );
  return {
    domain: lab.domain,
    folder: lab.folder,
    ca: lab.caFile,
    dns: lab.dnsServer,
    plan: lab.plan,
    people,
  };
}

function page(lab: RealLab, facts: Facts): string {
  const { xmpp, sip, cisco } = lab.plan;
  const people = facts.people.map(
    ({ address, password, number }) => `  ${address.padEnd(24)} ${number}   ${password}`,
  );
  const first = facts.people[0]?.accountFile ?? '';
  return [
    `The office ${facts.domain} is open. Ctrl-C closes it.`,
    '',
    '  address                  number password',
    ...people,
    '',
    `  names    ${facts.dns}`,
    `  chat     ${xmpp.name} (${xmpp.address}) ${xmpp.ports.c2s} STARTTLS, ${xmpp.ports.c2sDirectTls} TLS`,
    `  phone    ${sip.name} (${sip.address}) ${sip.ports.sip} UDP and TCP, ${sip.ports.tls} TLS, ${sip.ports.wss} WSS`,
    ...(cisco === undefined
      ? []
      : [
          `  CUCM     ${cisco.first.name} (${cisco.first.address}), home ${cisco.home.name} (${cisco.home.address}) ${cisco.home.ports.https}`,
          `  files    http://${cisco.tftp.name}:${cisco.tftp.ports.tftp} (${cisco.tftp.address})`,
          `  IM&P     https://${cisco.imp.name}:${cisco.imp.ports.https}/EPASSoap/service/v80 (${cisco.imp.address})`,
        ]),
    `  root     ${facts.ca}`,
    `  folder   ${facts.folder}`,
    '',
    '  Bob answers his phone with an echo and writes back. Sign Alice in:',
    `  npm run app -- --profile /tmp/alice --account ${first}`,
    '',
    '',
  ].join('\n');
}
