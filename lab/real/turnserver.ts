import { createSocket } from 'node:dgram';
import { startDaemon, startOnFreePorts } from './daemon.ts';
import { freePort } from './free-port.ts';
import { requireProgram } from './installed.ts';
import { openLabFolder } from './lab-folder.ts';

export interface TurnServerOptions {
  /** Passwords by user name. */
  readonly users: Readonly<Record<string, string>>;
}

/** Debian's coturn: STUN and TURN over UDP on 127.0.0.1, which relays between programs of this machine. */
export interface TurnServer {
  readonly port: number;
  /** `turn:…` as ICE wants it. */
  readonly url: string;
  readonly logFile: string;
  stop(): Promise<void>;
}

const ADDRESS = '127.0.0.1';
const REALM = 'example.test';

export function startTurnServer(options: TurnServerOptions): Promise<TurnServer> {
  return startOnFreePorts(() => startOnce(options));
}

async function startOnce({ users }: TurnServerOptions): Promise<TurnServer> {
  const program = requireProgram('turnserver');
  const folder = await openLabFolder(undefined);
  const port = await freePort(ADDRESS);
  const daemon = await startDaemon({
    name: 'turnserver',
    command: program,
    args: [
      ...['-n', `--listening-ip=${ADDRESS}`, `--relay-ip=${ADDRESS}`, `--listening-port=${port}`],
      ...['--lt-cred-mech', `--realm=${REALM}`],
      ...Object.entries(users).map(([user, password]) => `--user=${user}:${password}`),
      ...['--allow-loopback-peers', '--no-tls', '--no-dtls', '--no-cli', '--no-multicast-peers'],
      ...['--log-file=stdout', '--simple-log', `--pidfile=${folder.path}/pid`, `--userdb=${folder.path}/db`],
    ],
    folder: folder.path,
    isReady: () => answersStun(port),
  });
  return {
    port,
    url: `turn:${ADDRESS}:${port}?transport=udp`,
    logFile: daemon.logFile,
    async stop() {
      await daemon.stop();
      await folder.remove();
    },
  };
}

/** A binding request (RFC 8489 section 5) and any answer to it. */
function answersStun(port: number): Promise<boolean> {
  const request = Buffer.alloc(20);
  request.writeUInt16BE(1, 0);
  request.writeUInt32BE(0x2112a442, 4);
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    const done = (isAnswered: boolean): void => {
      clearTimeout(timer);
      socket.close();
      resolve(isAnswered);
    };
    const timer = setTimeout(() => done(false), 300);
    socket.once('message', () => done(true));
    socket.once('error', () => done(false));
    socket.send(request, port, ADDRESS);
  });
}
