import { childText, find, parseXml, path, textOf, type XmlElement } from '../link/xml-document.ts';
import type { Connection } from './csta-requests.ts';

/** A body larger than this says nothing that a phone has to say. */
const LONGEST = 64 * 1024;
const LONGEST_TEXT = 200;
const MOST_CONNECTIONS = 32;

/** The state of the monitored device's own connection, as ECMA-269 names it. */
export type LocalState = 'null' | 'initiated' | 'alerting' | 'connected' | 'hold' | 'queued' | 'fail';

/** A device as an event names it. */
export interface CstaDevice {
  readonly id: string;
  readonly name: string;
}

/** A connection of the call that calls were transferred or joined into. */
export interface NewConnection {
  readonly is: Connection;
  /** What it was called before, where the phone says so. */
  readonly was?: Connection;
  readonly device?: CstaDevice;
}

/** What goes before every event of a call. */
interface OfCall {
  readonly monitor: string;
  readonly local?: LocalState;
  readonly cause?: string;
}

export type CstaEvent =
  | (OfCall & {
      readonly kind:
        | 'initiated'
        | 'originated'
        | 'delivered'
        | 'established'
        | 'held'
        | 'retrieved'
        | 'cleared'
        | 'call-cleared'
        | 'failed'
        | 'diverted'
        | 'reached';
      readonly connection: Connection;
      readonly calling?: CstaDevice;
      readonly called?: CstaDevice;
      /** Who did it: the device that rings, answers, holds, lets go … */
      readonly subject?: CstaDevice;
    })
  | (OfCall & {
      readonly kind: 'transferred' | 'conferenced';
      readonly primary: Connection;
      readonly secondary?: Connection;
      readonly subject?: CstaDevice;
      /** Who the call is with from now on, or who came in. */
      readonly added?: CstaDevice;
      readonly connections: readonly NewConnection[];
    })
  | { readonly kind: 'do-not-disturb'; readonly monitor: string; readonly isOn: boolean }
  | {
      readonly kind: 'forwarding';
      readonly monitor: string;
      readonly isOn: boolean;
      readonly type: string;
      readonly to: string;
    }
  | { readonly kind: 'in-service'; readonly monitor: string; readonly isIn: boolean }
  | { readonly kind: 'monitor-stopped'; readonly monitor: string };

/** One message of a phone. */
export type CstaMessage =
  | { readonly kind: 'event'; readonly event: CstaEvent }
  /** `service` without its Response. */
  | { readonly kind: 'response'; readonly service: string; readonly body: XmlElement }
  /** ECMA-323's error: `operation`, `invalidDestination` and the like, from whichever group. */
  | { readonly kind: 'error'; readonly group: string; readonly value: string }
  | { readonly kind: 'request'; readonly service: string; readonly body: XmlElement }
  /** An event that says nothing to us. */
  | { readonly kind: 'other'; readonly name: string };

interface EventForm {
  readonly kind: Extract<CstaEvent, { connection: Connection }>['kind'];
  readonly connection: string;
  readonly subject?: string;
}

/** Where each event keeps its connection and whoever did it (ECMA-323, call control events). */
const CALL_EVENTS: Readonly<Record<string, EventForm>> = {
  ServiceInitiatedEvent: {
    kind: 'initiated',
    connection: 'initiatedConnection',
    subject: 'initiatingDevice',
  },
  OriginatedEvent: { kind: 'originated', connection: 'originatedConnection', subject: 'callingDevice' },
  DeliveredEvent: { kind: 'delivered', connection: 'connection', subject: 'alertingDevice' },
  EstablishedEvent: {
    kind: 'established',
    connection: 'establishedConnection',
    subject: 'answeringDevice',
  },
  HeldEvent: { kind: 'held', connection: 'heldConnection', subject: 'holdingDevice' },
  RetrievedEvent: { kind: 'retrieved', connection: 'retrievedConnection', subject: 'retrievingDevice' },
  ConnectionClearedEvent: { kind: 'cleared', connection: 'droppedConnection', subject: 'releasingDevice' },
  CallClearedEvent: { kind: 'call-cleared', connection: 'clearedCall' },
  FailedEvent: { kind: 'failed', connection: 'failedConnection', subject: 'failingDevice' },
  DivertedEvent: { kind: 'diverted', connection: 'connection', subject: 'divertingDevice' },
  NetworkReachedEvent: { kind: 'reached', connection: 'outboundConnection' },
};

/** Reads a body; undefined for what is no CSTA at all. Never throws, whatever it says. Name spaces don't count: editions differ. */
export function readCsta(body: string): CstaMessage | undefined {
  if (body.length > LONGEST) return undefined;
  const parsed = parseXml(body);
  if (!parsed.ok) return undefined;
  const root = parsed.value;
  const { name } = root;
  if (name === 'CSTAErrorCode') return readError(root);
  if (name.endsWith('Response'))
    return { kind: 'response', service: name.slice(0, -'Response'.length), body: root };
  if (name === 'MonitorStop') {
    const monitor = childText(root, 'monitorCrossRefID') ?? '';
    return { kind: 'event', event: { kind: 'monitor-stopped', monitor } };
  }
  if (!name.endsWith('Event')) return { kind: 'request', service: name, body: root };
  const event = readEvent(root);
  return event ? { kind: 'event', event } : { kind: 'other', name: name.slice(0, LONGEST_TEXT) };
}

/** Calls that the phone has already (ECMA-323, SnapshotDevice response), with the state of its own connection. */
export function readSnapshot(
  response: XmlElement,
): readonly { readonly connection: Connection; readonly state: LocalState; readonly peer: CstaDevice }[] {
  return all(response, 'snapshotDeviceResponseInfo').flatMap((info) => {
    const connection = connectionIn(path(info, 'connectionIdentifier'));
    const states = all(info, 'localConnectionState').map(({ text }) => text);
    const state = localState(states[0] ?? textOf(find(info, 'localCallState'), 'localConnectionState'));
    if (!connection || !state) return [];
    const ends = all(info, 'deviceIdentifier')
      .concat(all(info, 'deviceID'))
      .map(({ text }) => device(text));
    const peer = ends.find(({ id }) => id !== '' && id !== device(connection.deviceId).id);
    return [{ connection, state, peer: peer ?? { id: '', name: '' } }];
  });
}

/** The connection that a request's answer names, `callingDevice` or `initiatedCall` for a new call. */
export function connectionNamed(response: XmlElement, ...names: readonly string[]): Connection | undefined {
  return names.map((name) => connectionIn(find(response, name))).find((found) => found !== undefined);
}

function readEvent(root: XmlElement): CstaEvent | undefined {
  const monitor = childText(root, 'monitorCrossRefID') ?? '';
  const form = CALL_EVENTS[root.name];
  if (form) return readCallEvent(root, form, monitor);
  switch (root.name) {
    // The standard spells it with one r; many phones don't.
    case 'TransferedEvent':
    case 'TransferredEvent':
      return readJoined(root, 'transferred', monitor);
    case 'ConferencedEvent':
      return readJoined(root, 'conferenced', monitor);
    case 'DoNotDisturbEvent':
      return { kind: 'do-not-disturb', monitor, isOn: isTrue(childText(root, 'doNotDisturbOn')) };
    case 'ForwardingEvent':
      return {
        kind: 'forwarding',
        monitor,
        isOn: isTrue(childText(root, 'forwardStatus')),
        type: childText(root, 'forwardingType') ?? 'forwardImmediate',
        to: device(deviceText(path(root, 'forwardTo')) ?? childText(root, 'forwardDN') ?? '').id,
      };
    case 'BackInServiceEvent':
    case 'OutOfServiceEvent':
      return { kind: 'in-service', monitor, isIn: root.name === 'BackInServiceEvent' };
    default:
      return undefined;
  }
}

function readCallEvent(root: XmlElement, form: EventForm, monitor: string): CstaEvent | undefined {
  const connection = connectionIn(path(root, form.connection));
  if (!connection) return undefined;
  const calling = deviceNamed(root, 'callingDevice', 'callingDisplayName');
  const called = deviceNamed(root, 'calledDevice', 'calledDisplayName');
  const subject = form.subject === undefined ? undefined : deviceNamed(root, form.subject);
  return {
    kind: form.kind,
    connection,
    ...ofCall(root, monitor),
    ...(calling && { calling }),
    ...(called && { called }),
    ...(subject && { subject }),
  };
}

function readJoined(
  root: XmlElement,
  kind: 'transferred' | 'conferenced',
  monitor: string,
): CstaEvent | undefined {
  const primary = connectionIn(path(root, 'primaryOldCall'));
  if (!primary) return undefined;
  const secondary = connectionIn(path(root, 'secondaryOldCall'));
  const subject = deviceNamed(root, kind === 'transferred' ? 'transferringDevice' : 'conferencingDevice');
  const added = deviceNamed(root, kind === 'transferred' ? 'transferredToDevice' : 'addedParty');
  const list = path(root, kind === 'transferred' ? 'transferredConnections' : 'conferenceConnections');
  return {
    kind,
    ...ofCall(root, monitor),
    primary,
    ...(secondary && { secondary }),
    ...(subject && { subject }),
    ...(added && { added }),
    connections: list ? all(list, 'connectionListItem').flatMap(newConnection) : [],
  };
}

function newConnection(item: XmlElement): readonly NewConnection[] {
  const is = connectionIn(path(item, 'newConnection'));
  if (!is) return [];
  const was = connectionIn(path(item, 'oldConnection'));
  const at = deviceText(path(item, 'endpoint'));
  return [{ is, ...(was && { was }), ...(at !== undefined && { device: device(at) }) }];
}

function ofCall(root: XmlElement, monitor: string): OfCall {
  const local = localState(childText(root, 'localConnectionInfo'));
  const cause = childText(root, 'cause')?.slice(0, LONGEST_TEXT);
  return { monitor, ...(local && { local }), ...(cause !== undefined && { cause }) };
}

/** `<CSTAErrorCode><stateIncompatibility>invalidConnectionState</…>`, the older forms alike. */
function readError(root: XmlElement): CstaMessage {
  const [group] = root.children;
  const value = group?.text ?? group?.children[0]?.text ?? '';
  return {
    kind: 'error',
    group: (group?.name ?? '').slice(0, LONGEST_TEXT),
    value: value.slice(0, LONGEST_TEXT),
  };
}

/** The call may stand alone, where the device is plain. */
function connectionIn(element: XmlElement | undefined): Connection | undefined {
  const callId = element && textOf(element, 'callID');
  if (callId === undefined || callId.length > LONGEST_TEXT) return undefined;
  return { callId, deviceId: (textOf(element, 'deviceID') ?? '').slice(0, LONGEST_TEXT) };
}

function deviceNamed(root: XmlElement, name: string, shown?: string): CstaDevice | undefined {
  const text = deviceText(path(root, name));
  if (text === undefined) return undefined;
  const read = device(text);
  const display =
    (shown === undefined ? undefined : childText(root, shown)) ?? textOf(path(root, name), 'disp') ?? '';
  return { id: read.id, name: read.name || display.slice(0, LONGEST_TEXT) };
}

/** A device stands in `deviceIdentifier`, in `deviceID`, or alone; `notKnown` and `notRequired` are none. */
function deviceText(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  const text = textOf(element, 'deviceIdentifier') ?? textOf(element, 'deviceID') ?? element.text;
  return text === '' ? undefined : text.slice(0, LONGEST_TEXT);
}

/**
 * ECMA-269's device ids: a plain number, a `tel:` or `sip:` URI, or the form `N<number>name;parameters`. What people know
 * it by, and its name where it has one.
 */
function device(text: string): CstaDevice {
  const form = /^N?<([^<>]*)>([^;]*)/.exec(text.trim());
  const [id, name] = form ? [form[1] ?? '', form[2] ?? ''] : [text.trim(), ''];
  const uri = /^(?:tel|sips?):([^;?]*)/i.exec(id)?.[1] ?? id.split(';', 1)[0] ?? '';
  // A number at a host is the number; a person at a host is the whole.
  const number = /^(\+?[\d*#]+)@/.exec(uri)?.[1];
  return { id: number ?? uri, name };
}

/** Whether two ids mean the same device, in whichever form they are written. */
export const isSameDevice = (one: string, other: string): boolean =>
  device(one).id !== '' && device(one).id === device(other).id;

function localState(text: string | undefined): LocalState | undefined {
  const states = ['null', 'initiated', 'alerting', 'connected', 'hold', 'queued', 'fail'] as const;
  return states.find((state) => state === text?.toLowerCase());
}

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

function all(element: XmlElement, name: string): readonly XmlElement[] {
  const found: XmlElement[] = [];
  const walk = (each: XmlElement): void => {
    for (const child of each.children) {
      if (found.length >= MOST_CONNECTIONS) return;
      if (child.name === name) found.push(child);
      walk(child);
    }
  };
  walk(element);
  return found;
}
