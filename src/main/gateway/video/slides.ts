import type { Socket } from 'node:dgram';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { FloorControl } from '../../engines/bfcp/floor-control.ts';
import type { FloorHolder } from '../../engines/bfcp/floor.machine.ts';
import { intersect } from '../../engines/sdp/direction.ts';
import type { AgreedFloor, LocalFloor } from '../../engines/sdp/floor-line.ts';
import type { AgreedSlides, SlidesWish } from '../../engines/sdp/slides-agreement.ts';
import type { NegotiatedSlides } from '../../ports/media-gateway.port.ts';
import type { PortPair, PortRange } from '../rtp/port-pair.ts';
import { bindPortPair } from '../rtp/port-pair.ts';
import { bindUdp } from '../rtp/udp.ts';
import type { FloorTransport } from './floor-transport.ts';
import { floorOverTcp, floorOverUdp } from './floor-transport.ts';
import type { VideoStreamOptions } from './video-stream.ts';
import { VideoStream } from './video-stream.ts';

/** What every guide opens for floor control. */
const usualPort = 5070;
/** In our own floor control the other side is the second person, of one floor. */
const theirUserId = 2;
const ownFloorId = 1;

export interface SlidesPorts {
  readonly pair: PortPair;
  readonly floor: Socket;
}

/** Ports for a second stream and its floor control; undefined: there are none left, the call goes on without. */
export async function bindSlides(
  address: string,
  range: PortRange,
  fraction: () => number,
): Promise<SlidesPorts | undefined> {
  const pair = await bindPortPair(address, range, fraction);
  if (!pair.ok) return undefined;
  const floor = await bindFloor(address, range, fraction);
  if (floor) return { pair: pair.value, floor };
  pair.value.rtp.close();
  pair.value.rtcp.close();
  return undefined;
}

async function bindFloor(
  address: string,
  range: PortRange,
  fraction: () => number,
): Promise<Socket | undefined> {
  try {
    return await bindUdp({ address, port: usualPort });
  } catch {
    // Another call has it.
    const other = await bindPortPair(address, range, fraction);
    if (!other.ok) return undefined;
    other.value.rtcp.close();
    return other.value.rtp;
  }
}

export interface SlidesOptions extends Omit<VideoStreamOptions, 'stream'> {
  readonly localAddress: string;
  /** Who shows slides has changed, or a turn of ours was taken away. */
  readonly onFloor: (holder: FloorHolder, isTakenAway: boolean) => void;
}

/** One call's slides: a picture stream of their own, and whose turn it is to show some. */
export class Slides {
  readonly stream: VideoStream;
  readonly #options: SlidesOptions;
  readonly #socket: Socket;
  readonly #local: LocalFloor;
  #agreed: AgreedSlides | undefined;
  #control: FloorControl | undefined;
  #transport: FloorTransport | undefined;
  #key = '';
  #isOn = false;
  #isHeld = false;

  constructor({ pair, floor }: SlidesPorts, options: SlidesOptions) {
    this.#options = options;
    this.stream = new VideoStream(pair, { ...options, stream: 'slides' });
    this.#socket = floor;
    const conferenceId = 1 + Math.floor(options.around.fraction() * 0x7fff_fffe);
    this.#local = {
      port: floor.address().port,
      floor: { conferenceId, userId: theirUserId, floorId: ownFloorId },
    };
  }

  /** With floor control both sides may always send and the floor decides; without, the description says who does. */
  wish(isHeld: boolean): SlidesWish {
    const isFree = this.#agreed === undefined || this.#agreed.floor !== undefined;
    const open = isFree || this.#isOn ? 'sendrecv' : 'recvonly';
    return {
      picture: { local: this.stream.local, direction: isHeld ? 'inactive' : open, isWanted: this.#isOn },
      floor: this.#local,
    };
  }

  describe(agreed: AgreedSlides): NegotiatedSlides {
    return { ...this.stream.describe(agreed.picture), hasFloor: agreed.floor !== undefined };
  }

  /** Shows nothing yet: `takeFloor` does. Off gives the floor back at once. */
  setOn(isOn: boolean): void {
    this.#isOn = isOn;
    if (!isOn) this.#control?.give();
    this.openGate(this.#isHeld);
  }

  /** Settles once it is our turn. Error: call.share-refused. */
  async takeFloor(): Promise<Result<void>> {
    const control = this.#control;
    if (!this.#agreed) return fail('call.not-possible-now');
    if (control && !(await control.take())) return fail('call.share-refused');
    this.openGate(this.#isHeld);
    return ok();
  }

  apply(agreed: AgreedSlides | undefined): void {
    this.#agreed = agreed;
    this.stream.apply(agreed?.picture);
    const key = agreed?.floor ? keyOf(agreed.floor) : '';
    if (key === this.#key) return;
    this.#endFloor();
    this.#key = key;
    if (agreed?.floor) this.#beginFloor(agreed.floor);
  }

  /** Ours go out when it is our turn; theirs are always welcome. */
  openGate(isHeld: boolean): void {
    this.#isHeld = isHeld;
    const { picture } = this.#agreed ?? {};
    if (!picture) return;
    const mayShow = this.#isOn && (this.#control === undefined || this.#control.holder === 'us');
    const open = isHeld ? 'inactive' : intersect(picture.direction, 'sendrecv');
    this.stream.setDirection(mayShow ? open : intersect(open, 'recvonly'));
  }

  close(): void {
    this.#endFloor();
    this.stream.close();
    this.#socket.close();
  }

  #beginFloor({ remote, role, client }: AgreedFloor): void {
    const handlers = {
      onMessage: (octets: Buffer) => this.#control?.receive(octets),
      onLost: () => this.#lost(),
    };
    const transport =
      remote.transport === 'tcp'
        ? floorOverTcp(this.#options.localAddress, remote, handlers)
        : floorOverUdp(this.#socket, remote, handlers);
    this.#transport = transport;
    this.#control = new FloorControl({
      clock: this.#options.around.clock,
      version: remote.transport === 'tcp' ? 1 : 2,
      send: transport.send,
      server: role === 'c-only' ? undefined : this.#local.floor,
      client: role === 's-only' ? undefined : client,
      onHolder: (holder, isTakenAway) => {
        this.openGate(this.#isHeld);
        this.#options.onFloor(holder, isTakenAway);
      },
    });
    this.#control.start();
  }

  /** Without floor control nobody has the floor; the next description may bring it back. */
  #lost(): void {
    const wasOurs = this.#control?.holder === 'us';
    this.#endFloor();
    this.openGate(this.#isHeld);
    if (wasOurs) this.#options.onFloor('nobody', true);
  }

  #endFloor(): void {
    this.#control?.close();
    this.#transport?.close();
    this.#control = undefined;
    this.#transport = undefined;
  }
}

function keyOf({ remote, role, client }: AgreedFloor): string {
  return JSON.stringify([remote.transport, remote.address, remote.port, role, client]);
}
