import { ipFamily } from './ip-address.ts';
import type { Attribute, MediaDescription, SessionDescription } from './session-description.ts';
import { attributeValue } from './session-description.ts';

/** Who asks and who decides about slides (RFC 8856 section 5.1): asks only, decides only, both. */
export type FloorRole = 'c-only' | 's-only' | 'c-s';

/** A floor as the side that decides about it describes it. */
export interface DescribedFloor {
  readonly conferenceId: number;
  /** The number of whoever reads the description. */
  readonly userId: number;
  readonly floorId: number;
}

/** The far end's floor control as its description says. */
export interface RemoteFloor {
  readonly lineIndex: number;
  readonly protocol: string;
  readonly transport: 'udp' | 'tcp';
  readonly address: string;
  readonly port: number;
  readonly roles: readonly FloorRole[];
  /** Absent where they decide nothing, or don't say about what. */
  readonly floor?: DescribedFloor;
  /** Who opens the connection, of TCP (RFC 4145). */
  readonly setup: string;
}

/** What both sides agreed on. */
export interface AgreedFloor {
  readonly remote: RemoteFloor;
  readonly role: FloorRole;
  /** Their floor, where we ask. */
  readonly client?: DescribedFloor;
}

/** Ours: where we listen, and the floor that we decide about. */
export interface LocalFloor {
  readonly port: number;
  readonly floor: DescribedFloor;
}

/** An address that nobody listens at: we open the connection (RFC 4145 section 4.1). */
const discardPort = 9;

/** Their first line of floor control over plain UDP or TCP; over TLS and DTLS there is none for us. */
export function readRemoteFloor(session: SessionDescription, lineInUse?: number): RemoteFloor | undefined {
  const lineIndex = lineInUse ?? session.media.findIndex(isFloor);
  const media = session.media[lineIndex];
  const connection = media?.connection ?? session.connection;
  if (!media || !isFloor(media) || !connection || ipFamily(connection.address) === undefined)
    return undefined;
  const floor = readFloor(media);
  return {
    lineIndex,
    protocol: media.protocol,
    transport: media.protocol.toUpperCase() === 'TCP/BFCP' ? 'tcp' : 'udp',
    address: connection.address,
    port: media.port,
    roles: readRoles(media),
    setup: (attributeValue(media, 'setup') ?? 'active').toLowerCase(),
    ...(floor && { floor }),
  };
}

/** Our answer's part: who offers to ask is answered, who only decides is asked. Undefined: the line is refused. */
export function agreeOnOfferedFloor(remote: RemoteFloor): AgreedFloor | undefined {
  // We open connections and wait for none: who insists on opening it is refused.
  if (remote.transport === 'tcp' && remote.setup !== 'passive' && remote.setup !== 'actpass')
    return undefined;
  // RFC 8856 section 5.1: without the attribute the side that offers asks.
  if (remote.roles.length === 0 || remote.roles.some((role) => role !== 's-only'))
    return { remote, role: 's-only' };
  return remote.floor && { remote, role: 'c-only', client: remote.floor };
}

/** Their answer to our `c-s`. */
export function agreeOnAnsweredFloor(remote: RemoteFloor): AgreedFloor | undefined {
  const [theirs = 's-only'] = remote.roles;
  if (theirs === 'c-only') return { remote, role: 's-only' };
  if (!remote.floor) return theirs === 'c-s' ? { remote, role: 's-only' } : undefined;
  return { remote, role: theirs === 'c-s' ? 'c-s' : 'c-only', client: remote.floor };
}

/** Our line: of an offer (`agreed` absent), of an answer, or of an offer that changes nothing. */
export function writeFloorLine(
  local: LocalFloor,
  label: string,
  agreed?: AgreedFloor,
  isAnswer = false,
): MediaDescription {
  const role = agreed?.role ?? 'c-s';
  const isTcp = agreed?.remote.transport === 'tcp';
  const attributes: Attribute[] = [
    ...(isTcp
      ? [
          { name: 'setup', value: 'active' },
          { name: 'connection', value: isAnswer ? 'new' : 'existing' },
        ]
      : []),
    { name: 'floorctrl', value: role },
    ...(role === 'c-only'
      ? []
      : [
          { name: 'confid', value: String(local.floor.conferenceId) },
          { name: 'userid', value: String(local.floor.userId) },
          { name: 'floorid', value: `${local.floor.floorId} mstrm:${label}` },
        ]),
  ];
  return {
    kind: 'application',
    port: isTcp ? discardPort : local.port,
    protocol: agreed?.remote.protocol ?? 'UDP/BFCP',
    formats: ['*'],
    bandwidths: [],
    attributes,
  };
}

function isFloor(media: MediaDescription): boolean {
  return media.kind === 'application' && media.port !== 0 && /^(?:UDP|TCP)\/BFCP$/i.test(media.protocol);
}

function readRoles(media: MediaDescription): FloorRole[] {
  return (attributeValue(media, 'floorctrl') ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((role): role is FloorRole => role === 'c-only' || role === 's-only' || role === 'c-s');
}

/** `a=floorid:2 mstrm:12`; RFC 4583 called it m-stream. A floor without a number is the first. */
function readFloor(media: MediaDescription): DescribedFloor | undefined {
  const conferenceId = readNumber(attributeValue(media, 'confid'), 0xffff_ffff);
  const userId = readNumber(attributeValue(media, 'userid'), 0xffff);
  const floorId = readNumber(attributeValue(media, 'floorid'), 0xffff) ?? 1;
  return conferenceId === undefined || userId === undefined ? undefined : { conferenceId, userId, floorId };
}

function readNumber(text: string | undefined, most: number): number | undefined {
  const digits = /^\d{1,10}/.exec(text ?? '')?.[0];
  return digits !== undefined && Number(digits) <= most ? Number(digits) : undefined;
}
