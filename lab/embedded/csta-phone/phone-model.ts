// size: one table of services, each with the events that it brings about
/*
 * What happens at an emulated phone, told as ECMA-323 (edition 3) tells it. Written from the standard's flows, not from
 * our client: connection ids are pairs, devices stand in deviceIdentifier, every event has localConnectionInfo.
 */

type LocalState = 'null' | 'initiated' | 'alerting' | 'connected' | 'hold' | 'fail';

interface LabPhoneCall {
  readonly id: string;
  readonly direction: 'in' | 'out';
  local: LocalState;
  peers: string[];
  peerName: string;
}

export interface PhoneModelOptions {
  /** The device as the phone calls itself; what it knows as this and as its URI is taken, anything else is refused. */
  readonly device: string;
  /** How far ends behave when they are called: `answer` is the usual. */
  readonly behaviour?: Readonly<Record<string, 'answer' | 'ring' | 'busy' | 'unknown'>>;
  /** Services that this phone refuses, as one for which the right is missing. */
  readonly forbidden?: readonly string[];
}

const NAME_SPACE = 'http://www.ecma-international.org/standards/ecma-323/csta/ed3';
const MONITOR = '99fda87c';

const document = (name: string, inner = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="${NAME_SPACE}">${inner}</${name}>`;
const tag = (name: string, inner: string): string => `<${name}>${inner}</${name}>`;

/** One phone with its calls. `tell` gets each event, `ask` answers each request. */
export class PhoneModel {
  readonly calls = new Map<string, LabPhoneCall>();
  readonly requests: string[] = [];
  digits = '';
  forwardedTo: string | undefined;
  isSilent = false;
  readonly #options: PhoneModelOptions;
  readonly #tell: (event: string) => void;
  #isWatched = false;
  #count = 0;

  constructor(options: PhoneModelOptions, tell: (event: string) => void) {
    this.#options = options;
    this.#tell = tell;
  }

  /** Somebody calls the phone. */
  ring(from: string, name = ''): string {
    const call = this.#add('in', 'alerting', from, name);
    this.#event('Delivered', this.#connection('connection', call), [
      this.#device('alertingDevice', this.#options.device),
      this.#device('callingDevice', name === '' ? from : `N&lt;${from}&gt;${name}`),
      this.#device('calledDevice', this.#options.device),
      tag('localConnectionInfo', 'alerting'),
      tag('cause', 'newCall'),
    ]);
    return call.id;
  }

  /** Somebody lifts the handset and dials at the phone itself. */
  dialByHand(number: string): string {
    return this.#dial(number).id;
  }

  /** Whoever is called answers. */
  answered(id: string): void {
    const call = this.#get(id);
    if (call) this.#establish(call, call.direction === 'in' ? this.#options.device : (call.peers[0] ?? ''));
  }

  /** The far end hangs up, or the caller gives up. */
  peerLeaves(id: string, cause = 'normalClearing'): void {
    const call = this.#get(id);
    if (!call) return;
    const far = call.peers[0] ?? '';
    const event = (device: string, local: string): void =>
      this.#event('ConnectionCleared', tag('droppedConnection', this.#pair(call.id, device)), [
        this.#device('releasingDevice', far),
        tag('localConnectionInfo', local),
        tag('cause', cause),
      ]);
    if (call.local !== 'alerting') event(far, call.local);
    event(this.#options.device, 'null');
    this.calls.delete(call.id);
  }

  /** The far end puts the call on hold, or takes it back. */
  peerHolds(id: string, isHeld: boolean): void {
    const call = this.#get(id);
    if (!call) return;
    const far = call.peers[0] ?? '';
    const [name, connection, subject] = isHeld
      ? (['Held', 'heldConnection', 'holdingDevice'] as const)
      : (['Retrieved', 'retrievedConnection', 'retrievingDevice'] as const);
    this.#event(name, tag(connection, this.#pair(call.id, far)), [
      this.#device(subject, far),
      tag('localConnectionInfo', 'connected'),
      tag('cause', 'normal'),
    ]);
  }

  /** Who watches is told that the watch is over. */
  stopMonitor(): void {
    this.#isWatched = false;
    this.#tell(document('MonitorStop', tag('monitorCrossRefID', MONITOR)));
  }

  /** The answer to one request. Events that it brings about follow it. */
  ask(xml: string): string {
    const service = /<(?:\w+:)?([A-Z]\w+)[\s/>]/.exec(xml.replace(/<\?.*?\?>/s, ''))?.[1] ?? '';
    this.requests.push(service);
    if (this.#options.forbidden?.includes(service))
      return this.#error('operation', 'privilegeViolationSpecifiedDevice');
    const value = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';
    const part = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(xml)?.[1] ?? '';
    const callIn = (name: string): LabPhoneCall | undefined =>
      this.#get(/<callID>([^<]*)</.exec(part(name))?.[1] ?? '');
    const done = (...after: (() => void)[]): string => {
      for (const each of after) queueMicrotask(each);
      return document(`${service}Response`);
    };
    const without = (): string => this.#error('operation', 'invalidConnectionID');
    switch (service) {
      case 'RequestSystemStatus':
        return document('RequestSystemStatusResponse', tag('systemStatus', 'normal'));
      case 'MonitorStart':
        if (!this.#isOwn(value('deviceObject'))) return this.#error('operation', 'invalidMonitorObject');
        this.#isWatched = true;
        return document('MonitorStartResponse', tag('monitorCrossRefID', MONITOR));
      case 'MonitorStop':
        this.#isWatched = false;
        return done();
      case 'SnapshotDevice':
        return document('SnapshotDeviceResponse', this.#snapshot());
      case 'MakeCall':
        return this.#make(value('callingDevice'), value('calledDirectoryNumber'), 'callingDevice', service);
      case 'ConsultationCall': {
        const existing = callIn('existingCall');
        if (existing?.local !== 'connected') return this.#wrongState();
        const answer = this.#make(this.#options.device, value('consultedDevice'), 'initiatedCall', service);
        this.#hold(existing, true);
        return answer;
      }
      case 'AnswerCall': {
        const call = callIn('callToBeAnswered');
        if (!call) return without();
        return call.local === 'alerting'
          ? done(() => this.#establish(call, this.#options.device))
          : this.#wrongState();
      }
      case 'ClearConnection': {
        const call = callIn('connectionToBeCleared');
        return call ? done(() => this.#clear(call)) : without();
      }
      case 'HoldCall':
      case 'RetrieveCall': {
        const isHold = service === 'HoldCall';
        const call = callIn(isHold ? 'callToBeHeld' : 'callToBeRetrieved');
        if (!call) return without();
        if (call.local !== (isHold ? 'connected' : 'hold')) return this.#wrongState();
        return done(() => this.#hold(call, isHold));
      }
      case 'SingleStepTransferCall': {
        const call = callIn('activeCall');
        return call ? done(() => this.#transferred(call, undefined, value('transferredTo'))) : without();
      }
      case 'TransferCall':
      case 'ConferenceCall': {
        const [held, active] = [callIn('heldCall'), callIn('activeCall')];
        if (!held || !active) return without();
        if (held.local !== 'hold' || active.local !== 'connected') return this.#wrongState();
        return service === 'TransferCall'
          ? done(() => this.#transferred(held, active, active.peers[0] ?? ''))
          : done(() => this.#joined(held, active));
      }
      case 'DeflectCall': {
        const call = callIn('callToBeDiverted');
        if (call?.local !== 'alerting') return this.#wrongState();
        return done(() => {
          this.calls.delete(call.id);
          this.#event('Diverted', this.#connection('connection', call), [
            this.#device('divertingDevice', this.#options.device),
            this.#device('newDestination', value('newDestination')),
            tag('localConnectionInfo', 'null'),
            tag('cause', 'redirected'),
          ]);
        });
      }
      case 'GenerateDigits':
        if (callIn('connectionToSendDigits')?.local !== 'connected') return this.#wrongState();
        this.digits += value('charactersToSend');
        return done();
      case 'SetDoNotDisturb':
        this.isSilent = value('doNotDisturbOn') === 'true';
        return done(() => this.#event('DoNotDisturb', tag('doNotDisturbOn', String(this.isSilent)), []));
      case 'SetForwarding': {
        this.forwardedTo = value('activateForward') === 'true' ? value('forwardDN') : undefined;
        const to = this.forwardedTo ?? '';
        return done(() =>
          this.#event('Forwarding', tag('forwardingType', 'forwardImmediate'), [
            tag('forwardStatus', String(to !== '')),
            ...(to === '' ? [] : [tag('forwardTo', to)]),
          ]),
        );
      }
      default:
        return this.#error('operation', 'requestNotSupported');
    }
  }

  #make(device: string, number: string, named: string, service: string): string {
    if (!this.#isOwn(device)) return this.#error('operation', 'invalidCallingDeviceID');
    if (this.#options.behaviour?.[number] === 'unknown')
      return this.#error('operation', 'invalidCalledDeviceID');
    const id = this.#dial(number, true).id;
    return document(`${service}Response`, tag(named, this.#pair(id, this.#options.device)));
  }

  #dial(number: string, isLater = false): LabPhoneCall {
    const call = this.#add('out', 'initiated', number, '');
    const run = (): void => this.#proceed(call);
    if (isLater) queueMicrotask(run);
    else run();
    return call;
  }

  #proceed(call: LabPhoneCall): void {
    const { device, behaviour } = this.#options;
    const [number = ''] = call.peers;
    this.#event('ServiceInitiated', this.#connection('initiatedConnection', call), [
      this.#device('initiatingDevice', device),
      tag('localConnectionInfo', 'initiated'),
      tag('cause', 'makeCall'),
    ]);
    const parties = [this.#device('callingDevice', device), this.#device('calledDevice', number)];
    call.local = 'connected';
    this.#event('Originated', this.#connection('originatedConnection', call), [
      ...parties,
      tag('localConnectionInfo', 'connected'),
      tag('cause', 'normal'),
    ]);
    if (behaviour?.[number] === 'busy') {
      call.local = 'fail';
      return this.#event('Failed', tag('failedConnection', this.#pair(call.id, number)), [
        this.#device('failingDevice', number),
        ...parties,
        tag('localConnectionInfo', 'fail'),
        tag('cause', 'busy'),
      ]);
    }
    this.#event('Delivered', tag('connection', this.#pair(call.id, number)), [
      this.#device('alertingDevice', number),
      ...parties,
      tag('localConnectionInfo', 'connected'),
      tag('cause', 'normal'),
    ]);
    if (behaviour?.[number] !== 'ring') this.#establish(call, number);
  }

  #establish(call: LabPhoneCall, answering: string): void {
    if (!this.calls.has(call.id)) return;
    call.local = 'connected';
    const [far = ''] = call.peers;
    const parties = call.direction === 'in' ? [far, this.#options.device] : [this.#options.device, far];
    this.#event('Established', tag('establishedConnection', this.#pair(call.id, answering)), [
      this.#device('answeringDevice', answering),
      this.#device('callingDevice', parties[0] ?? ''),
      this.#device('calledDevice', parties[1] ?? ''),
      tag('localConnectionInfo', 'connected'),
      tag('cause', 'normal'),
    ]);
  }

  #clear(call: LabPhoneCall): void {
    if (!this.calls.delete(call.id)) return;
    this.#event('ConnectionCleared', this.#connection('droppedConnection', call), [
      this.#device('releasingDevice', this.#options.device),
      tag('localConnectionInfo', 'null'),
      tag('cause', 'normalClearing'),
    ]);
  }

  #hold(call: LabPhoneCall, isHold: boolean): void {
    call.local = isHold ? 'hold' : 'connected';
    this.#event(
      isHold ? 'Held' : 'Retrieved',
      this.#connection(isHold ? 'heldConnection' : 'retrievedConnection', call),
      [
        this.#device(isHold ? 'holdingDevice' : 'retrievingDevice', this.#options.device),
        tag('localConnectionInfo', call.local),
        tag('cause', 'normal'),
      ],
    );
  }

  #transferred(primary: LabPhoneCall, secondary: LabPhoneCall | undefined, to: string): void {
    this.calls.delete(primary.id);
    if (secondary) this.calls.delete(secondary.id);
    const [far = ''] = primary.peers;
    const next = this.#nextId();
    this.#event('Transfered', this.#connection('primaryOldCall', primary), [
      ...(secondary ? [this.#connection('secondaryOldCall', secondary)] : []),
      this.#device('transferringDevice', this.#options.device),
      this.#device('transferredToDevice', to),
      tag(
        'transferredConnections',
        [far, to]
          .map((device) =>
            tag(
              'connectionListItem',
              tag('newConnection', this.#pair(next, device)) + this.#endpoint(device),
            ),
          )
          .join(''),
      ),
      tag('localConnectionInfo', 'null'),
      tag('cause', secondary ? 'transfer' : 'singleStepTransfer'),
    ]);
  }

  #joined(held: LabPhoneCall, active: LabPhoneCall): void {
    this.calls.delete(held.id);
    this.calls.delete(active.id);
    const both = [...held.peers, ...active.peers];
    const next: LabPhoneCall = {
      id: this.#nextId(),
      direction: held.direction,
      local: 'connected',
      peers: both,
      peerName: held.peerName,
    };
    this.calls.set(next.id, next);
    const { device } = this.#options;
    this.#event('Conferenced', this.#connection('primaryOldCall', held), [
      this.#connection('secondaryOldCall', active),
      this.#device('conferencingDevice', device),
      this.#device('addedParty', active.peers[0] ?? ''),
      tag(
        'conferenceConnections',
        [device, ...both]
          .map((each) =>
            tag('connectionListItem', tag('newConnection', this.#pair(next.id, each)) + this.#endpoint(each)),
          )
          .join(''),
      ),
      tag('localConnectionInfo', 'connected'),
      tag('cause', 'conference'),
    ]);
  }

  #snapshot(): string {
    const infos = [...this.calls.values()].map((call) =>
      tag(
        'snapshotDeviceResponseInfo',
        this.#connection('connectionIdentifier', call) +
          tag('endpointDevice', tag('deviceID', call.peers[0] ?? '')) +
          tag('localCallState', tag('compoundCallState', tag('localConnectionState', call.local))),
      ),
    );
    return tag('crossRefIDorSnapshotData', tag('snapshotData', infos.join('')));
  }

  #event(name: string, first: string, rest: readonly string[]): void {
    if (!this.#isWatched) return;
    this.#tell(document(`${name}Event`, tag('monitorCrossRefID', MONITOR) + first + rest.join('')));
  }

  #error(group: string, value: string): string {
    return document('CSTAErrorCode', tag(group, value));
  }

  #wrongState(): string {
    return this.#error('stateIncompatibility', 'invalidConnectionState');
  }

  #add(direction: 'in' | 'out', local: LocalState, peer: string, peerName: string): LabPhoneCall {
    const call: LabPhoneCall = { id: this.#nextId(), direction, local, peers: [peer], peerName };
    this.calls.set(call.id, call);
    return call;
  }

  #nextId(): string {
    this.#count += 1;
    return `${this.#count}_99f261b4`;
  }

  #get(id: string): LabPhoneCall | undefined {
    return this.calls.get(id);
  }

  #isOwn(device: string): boolean {
    return device === this.#options.device;
  }

  #pair(callId: string, device: string): string {
    return tag('callID', callId) + tag('deviceID', device);
  }

  #connection(name: string, call: LabPhoneCall): string {
    return tag(name, this.#pair(call.id, this.#options.device));
  }

  #device(name: string, device: string): string {
    return tag(name, tag('deviceIdentifier', device));
  }

  #endpoint(device: string): string {
    return tag('endpoint', tag('deviceID', device));
  }
}
