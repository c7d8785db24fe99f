import { type XmlElement, xml } from '../embedded/xml/element.ts';
import { guid } from './guid.ts';
import type { CiscoAccounts } from './accounts.ts';
import type { LabReply, LabRequest } from './http-node.ts';
import type { CiscoUser } from './model.ts';
import { udsError, xmlReply } from './uds-reply.ts';

/** A remote destination as the cluster keeps it. */
export interface LabDestination {
  readonly id: string;
  readonly name: string;
  readonly destination: string;
  readonly rings: boolean;
  readonly canMove: boolean;
  /** The remote destination profile that it belongs to. */
  readonly profile: string;
}

/** `remoteDestinationLimit` of the user (cisco-uc.md 2.7); the product's default. */
const LIMIT = 4;

/**
 * Cisco's UDS reference: `remoteDestinations` lists; `remoteDestination` takes GET, PUT (the number is `destinationNumber` there) and
 * POST. It knows no DELETE. Refusals are LAB choices of cisco-uc.md 2.3: 404 for who has none or no such id, 400 for a number that
 * cannot be dialled or a profile that is not the person's, 409 for a number twice or one too many.
 */
export function answerDestinations(
  world: {
    readonly accounts: CiscoAccounts;
    readonly attrs: Readonly<Record<string, string>>;
    readonly own: string;
  },
  request: LabRequest,
  user: CiscoUser,
  { part, id }: { readonly part: string; readonly id: string | undefined },
): LabReply {
  const kept = world.accounts.destinationsOf(user);
  if (kept === undefined) return udsError(404, 'No remote destination profile');
  if (part === 'remoteDestinations') {
    if (request.method !== 'GET') return udsError(405, 'Method not allowed');
    const listed = kept.map((one) =>
      document('remoteDestination', { uri: `${world.own}/remoteDestination/${one.id}` }, one),
    );
    return xmlReply(xml('remoteDestinations', '', { ...world.attrs }, listed));
  }
  const known = kept.find((one) => one.id === id);
  switch (request.method) {
    case 'GET':
      return known
        ? xmlReply(document('remoteDestination', world.attrs, known))
        : udsError(404, 'Remote destination not found');
    case 'PUT':
      return known ? change(kept, known, request.body) : udsError(404, 'Remote destination not found');
    case 'POST':
      return id === undefined ? add(kept, request.body) : udsError(409, 'Already associated');
    default:
      return udsError(405, 'Method not allowed');
  }
}

function add(kept: LabDestination[], body: string): LabReply {
  const profile = field(body, 'name', /<associatedDevice>[\s\S]*<\/associatedDevice>/);
  if (profile === undefined || !kept.some((one) => one.profile === profile))
    return udsError(400, 'Unknown profile');
  const destination = field(body, 'destination') ?? '';
  const refusal = refusalOf(kept, destination);
  if (refusal) return refusal;
  if (kept.length >= LIMIT) return udsError(409, 'Remote destination limit reached');
  kept.push({
    ...{ id: guid(`destination ${destination}`), destination, profile },
    name: field(body, 'name') ?? '',
    rings: field(body, 'ringWhenExtensionDialed') === 'true',
    canMove: field(body, 'allowTransferToMobile') === 'true',
  });
  return { status: 201, body: '' };
}

function change(kept: LabDestination[], known: LabDestination, body: string): LabReply {
  const destination = field(body, 'destinationNumber') ?? known.destination;
  const refusal = refusalOf(
    kept.filter((one) => one !== known),
    destination,
  );
  if (refusal) return refusal;
  kept[kept.indexOf(known)] = {
    ...known,
    destination,
    name: field(body, 'name') ?? known.name,
    rings: (field(body, 'ringWhenExtensionDialed') ?? String(known.rings)) === 'true',
    canMove: (field(body, 'allowTransferToMobile') ?? String(known.canMove)) === 'true',
  };
  return { status: 204, body: '' };
}

function refusalOf(others: readonly LabDestination[], destination: string): LabReply | undefined {
  if (!/^\+?\d{3,24}$/.test(destination)) return udsError(400, 'Invalid destination');
  return others.some((one) => one.destination === destination)
    ? udsError(409, 'Destination in use')
    : undefined;
}

/** The first element of this name; of the whole body, or inside what `within` finds. */
function field(body: string, name: string, within?: RegExp): string | undefined {
  const text = within ? (within.exec(body)?.[0] ?? '') : body;
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
}

function document(name: string, attrs: Readonly<Record<string, string>>, one: LabDestination): XmlElement {
  const leaf = (tag: string, value: string): XmlElement => xml(tag, '', {}, value);
  return xml(
    name,
    '',
    { ...attrs },
    leaf('id', one.id),
    leaf('name', one.name),
    leaf('destination', one.destination),
    leaf('ringWhenExtensionDialed', String(one.rings)),
    leaf('allowTransferToMobile', String(one.canMove)),
    leaf('allowControlFromApplication', 'false'),
    xml(
      'associatedDevices',
      '',
      {},
      xml(
        'associatedDevice',
        '',
        {},
        xml('usage', '', { value: '0' }, 'Single Number Reach'),
        leaf('name', one.profile),
        leaf('description', 'Remote destination profile'),
      ),
    ),
  );
}
