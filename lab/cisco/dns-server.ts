import { createSocket, type Socket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import {
  DNS_CODES,
  DNS_TYPES,
  type DnsAnswer,
  type DnsQuestion,
  type DnsRecord,
  type DnsType,
  readQuestion,
  writeAnswer,
} from './dns-message.ts';

export interface DnsFaults {
  /** Milliseconds before each answer. */
  delayMs: number;
  /** Names that get SERVFAIL; `'*'` is every name. */
  readonly servfail: Set<string>;
  /** Names that get no answer at all; `'*'` is every name. */
  readonly silent: Set<string>;
  /** UDP answers say "truncated", so that the asker must come by TCP. */
  isTruncating: boolean;
}

export interface DnsServer {
  readonly host: string;
  readonly port: number;
  /** `host:port` for `Resolver.setServers`. */
  readonly address: string;
  readonly faults: DnsFaults;
  /** Every question: `SRV _cisco-uds._tcp.example.test`. */
  readonly queries: string[];
  add(...records: readonly DnsRecord[]): void;
  /** Removes all records of the name, or those of one type. */
  remove(name: string, type?: DnsType): void;
  /** Split view: replaces everything by the records of that name. */
  setView(name: string): void;
  defineView(name: string, records: readonly DnsRecord[]): void;
  stop(): Promise<void>;
}

export interface DnsServerOptions {
  readonly records?: readonly DnsRecord[];
  readonly host?: string;
  readonly port?: number;
}

/** A small authoritative DNS server, UDP and TCP on the same port. It knows everything it serves and nothing else. */
export async function startDnsServer(options: DnsServerOptions = {}): Promise<DnsServer> {
  const host = options.host ?? '127.0.0.1';
  const views = new Map<string, readonly DnsRecord[]>();
  const faults: DnsFaults = { delayMs: 0, servfail: new Set(), silent: new Set(), isTruncating: false };
  const queries: string[] = [];
  const pending = new Set<NodeJS.Timeout>();
  let records: DnsRecord[] = [...(options.records ?? [])];

  const respond = (question: DnsQuestion, send: (answer: DnsAnswer) => void): void => {
    const typeName =
      Object.entries(DNS_TYPES).find(([, code]) => code === question.type)?.[0] ?? `TYPE${question.type}`;
    queries.push(`${typeName} ${question.name}`);
    const isMatched = (names: Set<string>): boolean => names.has('*') || names.has(question.name);
    if (isMatched(faults.silent)) return;
    const answer = isMatched(faults.servfail)
      ? { code: DNS_CODES.servfail, answers: [] }
      : lookUp(records, question);
    if (faults.delayMs === 0) return send(answer);
    const timer = setTimeout(() => {
      pending.delete(timer);
      send(answer);
    }, faults.delayMs);
    pending.add(timer);
  };

  const onDatagram = (socket: Socket, message: Buffer, port: number, address: string): void => {
    const question = readQuestion(message);
    if (!question) return;
    respond(question, (answer) => {
      const whole = writeAnswer(question, answer);
      const isTooBig = faults.isTruncating || whole.length > question.maxBytes;
      socket.send(isTooBig ? writeAnswer(question, answer, true) : whole, port, address, () => undefined);
    });
  };
  const sockets = new Set<TcpSocket>();
  const onConnection = (socket: TcpSocket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    let buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffer = Buffer.concat([buffer, chunk]);
      while (buffer.length >= 2 && buffer.length >= 2 + buffer.readUInt16BE(0)) {
        const question = readQuestion(buffer.subarray(2, 2 + buffer.readUInt16BE(0)));
        buffer = buffer.subarray(2 + buffer.readUInt16BE(0));
        if (question) respond(question, (answer) => socket.write(framed(writeAnswer(question, answer))));
      }
    });
  };

  const { udp, tcp, port } = await listenBoth(host, options.port ?? 0, onConnection);
  udp.on('message', (message, from) => onDatagram(udp, message, from.port, from.address));

  return {
    host,
    port,
    address: `${host}:${port}`,
    faults,
    queries,
    add: (...more) => void records.push(...more),
    remove(name, type) {
      records = records.filter(
        (record) => record.name !== name.toLowerCase() || (type !== undefined && record.type !== type),
      );
    },
    defineView: (name, view) => void views.set(name, view),
    setView(name) {
      const view = views.get(name);
      if (!view) throw new Error(`lab: no such DNS view: ${name}`);
      records = [...view];
    },
    async stop() {
      for (const timer of pending) clearTimeout(timer);
      for (const socket of sockets) socket.destroy();
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => tcp.close(() => resolve())),
      ]);
    },
  };
}

/** A name without any record does not exist; one with other types only has no data (RFC 2308 section 2). */
function lookUp(records: readonly DnsRecord[], question: DnsQuestion): DnsAnswer {
  const zone = question.name.split('.').slice(-2).join('.');
  const named = records.filter((record) => record.name.toLowerCase() === question.name);
  const alias = named.find((record) => record.type === 'CNAME');
  if (alias?.type === 'CNAME' && question.type !== DNS_TYPES.CNAME) {
    const target = alias.target.toLowerCase();
    const rest = records.filter(
      (record) => record.name.toLowerCase() === target && DNS_TYPES[record.type] === question.type,
    );
    return { code: DNS_CODES.ok, answers: [alias, ...rest] };
  }
  const answers = named.filter((record) => DNS_TYPES[record.type] === question.type);
  if (answers.length > 0) return { code: DNS_CODES.ok, answers };
  // An empty non-terminal (`_tcp.example.test`) exists too (RFC 8020).
  const exists =
    named.length > 0 || records.some((record) => record.name.toLowerCase().endsWith(`.${question.name}`));
  return { code: exists ? DNS_CODES.ok : DNS_CODES.nxdomain, answers: [], negativeZone: zone };
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

/** UDP takes a free port; when TCP can't have the same one, both try again. */
async function listenBoth(
  host: string,
  wanted: number,
  onConnection: (socket: TcpSocket) => void,
): Promise<{ udp: Socket; tcp: Server; port: number }> {
  for (let attempt = 0; ; attempt++) {
    const udp = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    await new Promise<void>((resolve, reject) => udp.once('error', reject).bind(wanted, host, resolve));
    udp.removeAllListeners('error').on('error', () => undefined);
    const { port } = udp.address();
    const tcp = createServer(onConnection);
    try {
      await new Promise<void>((resolve, reject) => tcp.once('error', reject).listen(port, host, resolve));
      return { udp, tcp, port: (tcp.address() as AddressInfo).port };
    } catch (error) {
      await new Promise<void>((resolve) => udp.close(() => resolve()));
      if (wanted !== 0 || attempt >= 10) throw error;
    }
  }
}
