import { escapeXml } from '../link/xml-document.ts';

/** Most phones and gateways know the third edition best (ECMA TR/87); a later one that answers says so itself. */
const THIRD_EDITION = 'http://www.ecma-international.org/standards/ecma-323/csta/ed3';

/** A connection of ECMA-323: a call at a device. Neither part means anything outside of the link. */
export interface Connection {
  readonly callId: string;
  readonly deviceId: string;
}

type Content = string | boolean | Connection | { readonly [name: string]: Content };

/** A service request as its name and the parts it consists of, in the order of the standard. */
export interface CstaRequest {
  readonly service: string;
  readonly parts: readonly (readonly [name: string, content: Content])[];
}

const request = (service: string, ...parts: CstaRequest['parts']): CstaRequest => ({ service, parts });

/** The services of ECMA-323 that are asked for here. Which element is which connection differs from one to the other. */
export const cstaRequests = {
  systemStatus: () => request('RequestSystemStatus'),
  monitorStart: (device: string) => request('MonitorStart', ['monitorObject', { deviceObject: device }]),
  monitorStop: (monitor: string) => request('MonitorStop', ['monitorCrossRefID', monitor]),
  snapshotDevice: (device: string) => request('SnapshotDevice', ['snapshotObject', device]),
  makeCall: (device: string, number: string) =>
    request(
      'MakeCall',
      ['callingDevice', device],
      ['calledDirectoryNumber', number],
      ['autoOriginate', 'doNotPrompt'],
    ),
  answerCall: (call: Connection) => request('AnswerCall', ['callToBeAnswered', call]),
  clearConnection: (call: Connection) => request('ClearConnection', ['connectionToBeCleared', call]),
  holdCall: (call: Connection) => request('HoldCall', ['callToBeHeld', call]),
  retrieveCall: (call: Connection) => request('RetrieveCall', ['callToBeRetrieved', call]),
  consultationCall: (call: Connection, number: string) =>
    request(
      'ConsultationCall',
      ['existingCall', call],
      ['consultedDevice', number],
      ['autoOriginate', 'doNotPrompt'],
    ),
  transferCall: (held: Connection, active: Connection) =>
    request('TransferCall', ['heldCall', held], ['activeCall', active]),
  singleStepTransfer: (call: Connection, number: string) =>
    request('SingleStepTransferCall', ['activeCall', call], ['transferredTo', number]),
  conferenceCall: (held: Connection, active: Connection) =>
    request('ConferenceCall', ['heldCall', held], ['activeCall', active]),
  deflectCall: (call: Connection, number: string) =>
    request('DeflectCall', ['callToBeDiverted', call], ['newDestination', number]),
  generateDigits: (call: Connection, digits: string) =>
    request('GenerateDigits', ['connectionToSendDigits', call], ['charactersToSend', digits]),
  setForwarding: (device: string, isOn: boolean, number: string) =>
    request(
      'SetForwarding',
      ['device', device],
      ['forwardingType', 'forwardImmediate'],
      ['activateForward', isOn],
      ...(isOn ? [['forwardDN', number] as const] : []),
    ),
  setDoNotDisturb: (device: string, isOn: boolean) =>
    request('SetDoNotDisturb', ['device', device], ['doNotDisturbOn', isOn]),
};

/** The XML of a request. */
export function writeCsta({ service, parts }: CstaRequest): string {
  const inner = parts.map(([name, content]) => element(name, content)).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\r\n<${service} xmlns="${THIRD_EDITION}">${inner}</${service}>`;
}

/** The answer to whoever asks whether we are there: either side may (ECMA-323, RequestSystemStatus and SystemStatus). */
export function writeCstaAnswer(service: string): string | undefined {
  if (service === 'SystemStatus') return writeCsta(request('SystemStatusResponse'));
  if (service === 'RequestSystemStatus')
    return writeCsta(request('RequestSystemStatusResponse', ['systemStatus', 'normal']));
  return undefined;
}

function element(name: string, content: Content): string {
  if (typeof content !== 'object') return `<${name}>${escapeXml(String(content))}</${name}>`;
  const { callId, deviceId } = content as Partial<Connection>;
  const isConnection = callId !== undefined && deviceId !== undefined;
  const parts = isConnection ? { callID: callId, deviceID: deviceId } : content;
  const inner = Object.entries(parts)
    .map(([each, value]) => element(each, value as Content))
    .join('');
  return `<${name}>${inner}</${name}>`;
}
