import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const PROBE_MS = 1_000;

/** True when something accepts TCP connections there. */
export function acceptsTcp(address: string, port: number): Promise<boolean> {
  return probeTcp(address, port, undefined, () => true);
}

/**
 * True when an XMPP server has offered its features for this domain. An accepted connection says too little: the
 * kernel accepts while Prosody is still loading modules.
 */
export function answersXmpp(address: string, port: number, domain: string): Promise<boolean> {
  const header = `<?xml version='1.0'?><stream:stream to='${domain}' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`;
  return probeTcp(address, port, header, (answer) => answer.includes('</stream:features>'));
}

/** True when a SIP server answers OPTIONS over UDP with anything. */
export function answersSip(address: string, port: number): Promise<boolean> {
  return probeUdp(address, port, (local) => {
    const branch = `z9hG4bK${Math.random().toString(36).slice(2)}`;
    const lines = [
      `OPTIONS sip:ready@${address}:${port} SIP/2.0`,
      `Via: SIP/2.0/UDP ${address}:${local};branch=${branch};rport`,
      'Max-Forwards: 5',
      `From: <sip:probe@${address}>;tag=${branch}`,
      `To: <sip:ready@${address}:${port}>`,
      `Call-ID: ${branch}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
    ];
    return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

/** True when a DNS server answers over UDP, whatever it answers. */
export function answersDns(address: string, port: number): Promise<boolean> {
  // RFC 1035 section 4.1: header (id, recursion desired, one question), then "ready.test" A IN.
  const query = Buffer.concat([
    Buffer.from([0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    Buffer.from('\x05ready\x04test\x00\x00\x01\x00\x01', 'latin1'),
  ]);
  return probeUdp(address, port, () => query);
}

/** True when a TFTP server answers a read with anything (RFC 1350 section 5). */
export function answersTftp(address: string, port: number): Promise<boolean> {
  const query = Buffer.from('\x00\x01ready\x00octet\x00', 'latin1');
  // The answer comes from a port of the transfer's own, which a connected socket would not hear.
  return probeUdp(address, port, () => query, false);
}

function probeTcp(
  address: string,
  port: number,
  send: string | undefined,
  isAnswer: (text: string) => boolean,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    let text = '';
    socket.setTimeout(PROBE_MS, () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.once('connect', () => (send === undefined ? settle(isAnswer('')) : socket.write(send)));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (isAnswer(text)) settle(true);
    });
  });
}

function probeUdp(
  address: string,
  port: number,
  query: (localPort: number) => Buffer,
  isConnected = true,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    let settled = false;
    const settle = (answer: boolean): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => settle(false), 250);
    socket.once('message', () => settle(true));
    // A closed port comes back as an error on a connected socket.
    socket.on('error', () => settle(false));
    if (isConnected) socket.connect(port, address, () => socket.send(query(socket.address().port)));
    else socket.bind(0, address, () => socket.send(query(socket.address().port), port, address));
  });
}
