import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import { type Endpoint, socketFailure } from '../../link/socket-failure.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import { scanHead } from '../message/scan-head.ts';
import { decodeMessage } from './decode-message.ts';
import { type FlowListener, hostPort, MESSAGE_LIMIT, type SipFlow } from './sip-flow.ts';
import { UdpReliability } from './udp-reliability.ts';

export interface UdpTarget {
  /** An IP literal. */
  readonly address: string;
  readonly endpoint: Endpoint;
}

export interface UdpFlowPorts {
  readonly clock: Clock;
  /** Opens the TCP flow that requests over 1,300 bytes take (RFC 3261 section 18.1.1). */
  readonly openStream: (listener: FlowListener) => Promise<Result<SipFlow>>;
}

const LARGEST_DATAGRAM = 1_300;

/** Opens a socket that is connected to the server: only its datagrams are heard, and a closed port is told by ICMP. */
export function openUdpFlow(
  ports: UdpFlowPorts,
  target: UdpTarget,
  listener: FlowListener,
): Promise<Result<SipFlow>> {
  const socket = createSocket({ type: isIPv6(target.address) ? 'udp6' : 'udp4' });
  return new Promise((resolve) => {
    socket.once('error', (error) => {
      socket.close();
      resolve({ ok: false, error: socketFailure(error, target.endpoint) });
    });
    socket.connect(target.endpoint.port, target.address, () => {
      socket.removeAllListeners('error');
      resolve(ok(new UdpFlow(ports, target, socket, listener)));
    });
  });
}

class UdpFlow implements SipFlow {
  readonly transport = 'udp';
  readonly endpoint: Endpoint;
  readonly localAddress: string;
  readonly sentBy: string;
  readonly #socket: Socket;
  readonly #listener: FlowListener;
  readonly #reliability: UdpReliability;
  readonly #stream: LargeRequests;
  readonly #clock: Clock;
  #lastHeard: number;
  #isClosed = false;

  constructor(ports: UdpFlowPorts, target: UdpTarget, socket: Socket, listener: FlowListener) {
    const { address, port } = socket.address();
    this.endpoint = target.endpoint;
    this.localAddress = address;
    this.sentBy = hostPort(address, port);
    this.#socket = socket;
    this.#listener = listener;
    this.#clock = ports.clock;
    this.#lastHeard = ports.clock.monotonic();
    this.#reliability = new UdpReliability(ports.clock, (text) => this.#transmit(text));
    this.#stream = new LargeRequests(ports.openStream, (text) => this.#heard(text));
    socket.on('message', (data) => {
      if (data.length <= MESSAGE_LIMIT) this.#received(data);
    });
    socket.on('error', (error) => this.#lost(socketFailure(error, target.endpoint)));
  }

  async send(text: string): Promise<void> {
    if (this.#isClosed) throw new Error('flow is closed');
    if (await this.#stream.take(text)) return;
    this.#reliability.send(text);
  }

  ping(): void {
    // Two line ends: harmless to every server, keeps address translators open.
    this.#transmit('\r\n\r\n');
  }

  lastHeard(): number {
    return this.#lastHeard;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reliability.close();
    this.#stream.close();
    this.#socket.close();
  }

  #transmit(text: string): void {
    if (this.#isClosed) return;
    // An ICMP "port unreachable" comes back as the error of the next sending.
    this.#socket.send(text, (error) => {
      if (error) this.#lost(socketFailure(error, this.endpoint));
    });
  }

  #received(data: Buffer): void {
    this.#lastHeard = this.#clock.monotonic();
    const text = decodeMessage(data);
    if (text.trim() === '') return;
    if (this.#reliability.receive(text) === 'deliver') this.#listener.onMessage(text);
  }

  #heard(text: string): void {
    this.#lastHeard = this.#clock.monotonic();
    this.#listener.onMessage(text);
  }

  #lost(error: Failure): void {
    if (this.#isClosed) return;
    this.close();
    this.#listener.onLost(error);
  }
}

/** The TCP side of a UDP flow. What was sent over it stays there: CANCEL and ACK follow their INVITE. */
class LargeRequests {
  readonly #open: UdpFlowPorts['openStream'];
  readonly #onMessage: (text: string) => void;
  readonly #branches = new Set<string>();
  #flow: Promise<Result<SipFlow>> | undefined;
  #isClosed = false;

  constructor(open: UdpFlowPorts['openStream'], onMessage: (text: string) => void) {
    this.#open = open;
    this.#onMessage = onMessage;
  }

  /** Sends it and answers true, or answers false: small, a response, or the server takes no TCP (then UDP must do). */
  async take(text: string): Promise<boolean> {
    const isLarge = Buffer.byteLength(text) > LARGEST_DATAGRAM;
    if (!isLarge && this.#branches.size === 0) return false;
    const head = scanHead(text);
    if (head?.kind !== 'request' || !(isLarge || this.#branches.has(head.branch))) return false;
    const flow = await this.#connected();
    if (!flow) return false;
    this.#remember(head.branch);
    await flow.send(text.replace(/^(via\s*:\s*SIP\/2\.0\/)UDP/im, '$1TCP'));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    void this.#flow?.then((flow) => flow.ok && flow.value.close());
  }

  async #connected(): Promise<SipFlow | undefined> {
    this.#flow ??= this.#open({ onMessage: this.#onMessage, onLost: () => (this.#flow = undefined) });
    const opened = await this.#flow;
    if (opened.ok && !this.#isClosed) return opened.value;
    if (opened.ok) opened.value.close();
    this.#flow = undefined;
    return undefined;
  }

  #remember(branch: string): void {
    this.#branches.add(branch);
    const [oldest = ''] = this.#branches;
    if (this.#branches.size > 100) this.#branches.delete(oldest);
  }
}
