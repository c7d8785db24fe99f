import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabCa } from '../pki/lab-ca.ts';
import { startDaemon, startOnFreePorts } from './daemon.ts';
import { freePorts } from './free-port.ts';
import { findProgram, requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';
import { answersXmpp } from './readiness.ts';
import { writeServerIdentity } from './server-identity.ts';

export interface EjabberdOptions {
  readonly ca: LabCa;
  /** All with the password `secret`; each has all others as contacts. */
  readonly users: readonly string[];
  /** Bytes of the longest stanza that is taken. */
  readonly maxStanza?: number;
}

/** Debian's ejabberd for `example.test`, which keeps passwords for SCRAM-SHA-512 only. */
export interface Ejabberd {
  readonly address: string;
  /** `tls` speaks TLS 1.2, the others 1.3. */
  readonly ports: { readonly c2s: number; readonly tls: number; readonly https: number };
  /** A command of ejabberdctl, with its arguments by name; its answer. */
  admin(command: string, values: Readonly<Record<string, unknown>>): Promise<unknown>;
  stop(): Promise<void>;
}

const DOMAIN = 'example.test';
/** Debian puts its Erlang applications here. */
const ERL_LIBS = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;

export function startEjabberd(options: EjabberdOptions): Promise<Ejabberd> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce(options: EjabberdOptions): Promise<Ejabberd> {
  requireProgram('ejabberdctl');
  const folder = await openLabFolder(undefined);
  const address = '127.0.0.1';
  const [c2s = 0, tls = 0, https = 0, api = 0] = await freePorts(address, 4);
  const ports = { c2s, tls, https };
  const names = [DOMAIN, `*.${DOMAIN}`, address];
  const identity = await writeServerIdentity(options.ca, join(folder.path, 'tls'), names);
  const pem = join(folder.path, 'both.pem');
  const parts = await Promise.all([identity.certificateFile, identity.keyFile].map((file) => readFile(file)));
  await writeFile(pem, Buffer.concat(parts), { mode: 0o600 });
  const spool = join(folder.path, 'spool');
  await mkdir(spool, { recursive: true });
  const file = join(folder.path, 'ejabberd.yml');
  await writeFile(file, configuration({ address, ports: { ...ports, api }, pem, ...options }));
  const daemon = await startDaemon({
    name: 'ejabberd',
    command: findProgram('erl') ?? 'erl',
    args: ['-noinput', '-mnesia', 'dir', JSON.stringify(spool), '-s', 'ejabberd'],
    folder: folder.path,
    env: {
      ...{ ERL_LIBS, HOME: folder.path, SPOOL_DIR: spool },
      ...{ EJABBERD_CONFIG_PATH: file, EJABBERD_LOG_PATH: join(folder.path, 'server.log') },
    },
    isReady: () => answersXmpp(address, c2s, DOMAIN),
  });
  const admin: Ejabberd['admin'] = async (command, values) => {
    const answer = await fetch(`http://${address}:${api}/api/${command}`, {
      method: 'POST',
      body: JSON.stringify(values),
    });
    if (!answer.ok) throw new Error(`${command}: ${await answer.text()}`);
    return answer.json();
  };
  for (const user of options.users) await admin('register', { user, host: DOMAIN, password: 'secret' });
  for (const localuser of options.users)
    for (const user of options.users.filter((other) => other !== localuser))
      await admin('add_rosteritem', {
        ...{ localuser, localhost: DOMAIN, user, host: DOMAIN },
        ...{ nick: user, group: 'Lab', subs: 'both' },
      });
  return {
    address,
    ports,
    admin,
    async stop() {
      await daemon.stop();
      await folder.remove();
    },
  };
}

interface Setup {
  readonly address: string;
  readonly ports: {
    readonly c2s: number;
    readonly tls: number;
    readonly https: number;
    readonly api: number;
  };
  readonly pem: string;
  readonly maxStanza?: number;
}

/** Its configuration is JSON, which is YAML too. Limits and modules as in Debian's own file, with the archive. */
function configuration({ address, ports, pem, maxStanza }: Setup): string {
  const chat = { ip: address, module: 'ejabberd_c2s', max_stanza_size: maxStanza ?? 262_144 };
  const http = { ip: address, module: 'ejabberd_http' };
  const plain = [
    ...['adhoc', 'admin_extra', 'avatar', 'blocking', 'bosh', 'caps', 'carboncopy', 'client_state', 'disco'],
    ...['http_api', 'last', 'muc_admin', 'offline', 'ping', 'privacy', 'private', 'vcard', 'vcard_xupdate'],
  ];
  return JSON.stringify({
    hosts: [DOMAIN],
    loglevel: 'info',
    certfiles: [pem],
    listen: [
      { ...chat, port: ports.c2s, starttls_required: true },
      { ...chat, port: ports.tls, tls: true, protocol_options: ['no_tlsv1_3'] },
      {
        ...http,
        port: ports.https,
        tls: true,
        request_handlers: { '/bosh': 'mod_bosh', '/ws': 'ejabberd_http_ws' },
      },
      { ...http, port: ports.api, request_handlers: { '/api': 'mod_http_api' } },
    ],
    auth_password_format: 'scram',
    auth_scram_hash: 'sha512',
    disable_sasl_mechanisms: ['PLAIN'],
    api_permissions: { all: { who: 'all', what: '*' } },
    modules: {
      ...Object.fromEntries(plain.map((name) => [`mod_${name}`, {}])),
      mod_mam: { assume_mam_usage: true, default: 'always' },
      mod_muc: { default_room_options: { mam: true } },
      mod_pubsub: { plugins: ['flat', 'pep'] },
      mod_roster: { versioning: true },
      mod_stream_mgmt: { resend_on_timeout: 'if_offline' },
    },
  });
}
