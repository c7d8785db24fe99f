import { randomUUID } from 'node:crypto';
import type { LabCall } from './lab-call.ts';
import type { Binding } from './registrar.ts';
import { header, makeResponse, type SipHeader, type SipRequest } from './sip-message.ts';
import { viaOf } from './sip-proxy.ts';
import { dialogIds, newTag, type ServerTransaction, type SipTransactions } from './sip-transactions.ts';
import type { Flow } from './sip-transports.ts';

/** What a Unified CM's administrator has set up for soft keys; a test changes it as it goes. */
export interface RemoteCallControlSetup {
  /** Numbers to park at, taken in turn; none left: parking fails after the key was taken. */
  parkNumbers: string[];
  hasRecorder: boolean;
  hasConferenceBridge: boolean;
  /** Keys that are not allowed: 603. */
  refusedKeys: Set<string>;
  isInHuntGroup: boolean;
  /** The person has a mobile phone that takes calls over; what the product does in between is not known (`Mobility` is inferred). */
  hasMobilePhone?: boolean;
}

export interface RemoteCallControlPorts {
  readonly domain: string;
  readonly setup: RemoteCallControlSetup;
  readonly transactions: SipTransactions;
  calls(): readonly LabCall[];
  cancelCall(call: LabCall): void;
}

const REQUEST = 'application/x-cisco-remotecc-request+xml';
const RESPONSE = 'application/x-cisco-remotecc-response+xml';

/**
 * Unified CM's remote call control as phones meet it (cisco-uc.md 13): soft keys come as REFER outside of a dialog, are
 * taken with 202 or refused with 603, and what comes of them is told by NOTIFY of that REFER and by REFERs of the server.
 */
export class RemoteCallControl {
  /** Keys in the order they were pressed, refused ones too. */
  readonly pressed: string[] = [];
  /** Statuses that the phone gave to requests of ours. */
  readonly answers: number[] = [];
  readonly #ports: RemoteCallControlPorts;
  readonly #told = new Set<string>();

  constructor(ports: RemoteCallControlPorts) {
    this.#ports = ports;
  }

  /** A phone has registered: the state of its lines and of its hunt groups, once (cisco-uc 13.2). */
  registered(binding: Binding): void {
    const { setup } = this.#ports;
    if (this.#told.has(binding.contact)) return;
    this.#told.add(binding.contact);
    const forward = '<cfwdallupdate><fwdaddress></fwdaddress><tovoicemail>off</tovoicemail></cfwdallupdate>';
    this.#order(
      binding.flow,
      binding.contact,
      `<bulkupdate><contact line="1"><mwi>no</mwi>${forward}</contact></bulkupdate>`,
    );
    this.#order(binding.flow, binding.contact, huntState(setup.isInHuntGroup));
  }

  /** A REFER outside of any dialog. False: no soft key. */
  onRefer(transaction: ServerTransaction): boolean {
    const { request } = transaction;
    const type = header(request, 'Content-Type') ?? '';
    const key = textOf(request.body, 'softkeyevent');
    if (!type.startsWith(REQUEST) || key === '') return false;
    this.pressed.push(key);
    const call = this.#callOf(elementOf(request.body, 'dialogid'));
    const other = this.#callOf(elementOf(request.body, 'consultdialogid'));
    const tag = newTag();
    const act = this.#deed(key, call, other, new PressedKey(this.#ports, transaction, tag));
    const status = act ? 202 : 603;
    transaction.respond(makeResponse(request, status, [], { tag }));
    act?.();
    return true;
  }

  /** What a key does, undefined when it is refused: not known, not allowed, or of a call that isn't here. */
  #deed(
    key: string,
    call: LabCall | undefined,
    other: LabCall | undefined,
    pressed: PressedKey,
  ): (() => void) | undefined {
    const { setup } = this.#ports;
    if (setup.refusedKeys.has(key)) return undefined;
    const order = (body: string): void => this.#order(pressed.flow, pressed.contact, body);
    if (key === 'HLog')
      return () => {
        setup.isInHuntGroup = !setup.isInHuntGroup;
        order(huntState(setup.isInHuntGroup));
      };
    if (!call) return undefined;
    switch (key) {
      case 'Park':
        return () => {
          const number = setup.parkNumbers.shift();
          order(statusLine(number === undefined ? '\u0080^' : `\u0080! ${number}`));
          if (number !== undefined) call.hangUp();
        };
      case 'IDivert':
        return () => (call.state === 'ringing' ? this.#ports.cancelCall(call) : call.hangUp());
      case 'Mobility':
        return setup.hasMobilePhone ? () => call.hangUp() : undefined;
      case 'StartRecording':
      case 'StopRecording':
        return setup.hasRecorder ? () => undefined : undefined;
      case 'Conference':
        return other && (() => this.#join(call, other, pressed));
      default:
        return undefined;
    }
  }

  #join(call: LabCall, other: LabCall, pressed: PressedKey): void {
    pressed.report('active;expires=60', '');
    if (!this.#ports.setup.hasConferenceBridge)
      return pressed.report('terminated;reason=noresource', result(500, 'No conference bridge'));
    pressed.report('terminated;reason=noresource', result(200, ''));
    other.hangUp();
    const { callId, localTag, remoteTag } = call;
    // Tags as the phone sees them.
    const dialog = `<dialogid><callid>${callId}</callid><localtag>${remoteTag}</localtag><remotetag>${localTag}</remotetag></dialogid>`;
    this.#order(pressed.flow, pressed.contact, `<holdretrievereq>${dialog}</holdretrievereq>`);
  }

  /** Named by the phone: its local tag is the far one here. */
  #callOf(dialog: string): LabCall | undefined {
    const [callId, local, remote] = ['callid', 'localtag', 'remotetag'].map((name) => textOf(dialog, name));
    return this.#ports.calls().find(
      (call) =>
        call.callId === callId &&
        call.state !== 'ended' &&
        // A call that still rings at the phone has no tag of its yet.
        (call.state === 'ringing' || (call.remoteTag === local && call.localTag === remote)),
    );
  }

  #order(flow: Flow, contact: string, body: string): void {
    const id = randomUUID();
    const { domain, transactions } = this.#ports;
    const request = requestOf('REFER', contact, flow, {
      from: `<sip:${domain}>;tag=${newTag()}`,
      to: `<${contact}>`,
      callId: id,
      more: [
        { name: 'Require', value: 'norefersub' },
        { name: 'Refer-To', value: `<cid:${id}@${domain}>` },
        { name: 'Content-Id', value: `<${id}@${domain}>` },
        { name: 'Expires', value: '0' },
        { name: 'Content-Type', value: REQUEST },
      ],
      body: `<?xml version="1.0" encoding="UTF-8"?>\n<x-cisco-remotecc-request>${body}</x-cisco-remotecc-request>`,
    });
    transactions.send(request, flow, ({ status }) => status >= 200 && void this.answers.push(status));
  }
}

/** The REFER that a key came by: where its reports go. */
class PressedKey {
  readonly flow: Flow;
  readonly contact: string;
  readonly #transactions: SipTransactions;
  readonly #request: SipRequest;
  readonly #tag: string;
  #sequence = 0;

  constructor({ transactions }: RemoteCallControlPorts, { request, flow }: ServerTransaction, tag: string) {
    this.#transactions = transactions;
    this.#request = request;
    this.#tag = tag;
    this.flow = flow;
    this.contact = /<([^>]+)>/.exec(header(request, 'Contact') ?? '')?.[1] ?? '';
  }

  report(state: string, body: string): void {
    this.#sequence += 1;
    const request = requestOf('NOTIFY', this.contact, this.flow, {
      from: `${header(this.#request, 'To') ?? ''};tag=${this.#tag}`,
      to: header(this.#request, 'From') ?? '',
      callId: dialogIds(this.#request).callId,
      sequence: this.#sequence,
      more: [
        { name: 'Event', value: 'refer' },
        { name: 'Subscription-State', value: state },
        ...(body === '' ? [] : [{ name: 'Content-Type', value: RESPONSE }]),
      ],
      body,
    });
    this.#transactions.send(request, this.flow, () => undefined);
  }
}

function requestOf(
  method: string,
  uri: string,
  flow: Flow,
  parts: {
    readonly from: string;
    readonly to: string;
    readonly callId: string;
    readonly sequence?: number;
    readonly more: readonly SipHeader[];
    readonly body: string;
  },
): SipRequest {
  const contact = `<sip:${flow.localHost}:${flow.localPort};transport=${flow.transport}>`;
  return {
    kind: 'request',
    method,
    uri,
    headers: [
      { name: 'Via', value: viaOf(flow) },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: parts.from },
      { name: 'To', value: parts.to },
      { name: 'Call-ID', value: parts.callId },
      { name: 'CSeq', value: `${parts.sequence ?? 101} ${method}` },
      { name: 'Contact', value: contact },
      ...parts.more,
    ],
    body: parts.body,
  };
}

const statusLine = (text: string): string =>
  `<statuslineupdatereq><action>notify_display</action><statustext>${text}</statustext><displaytimeout>7</displaytimeout><linenumber>0</linenumber><priority>1</priority></statuslineupdatereq>`;
const huntState = (isIn: boolean): string =>
  `<hlogupdate><status>${isIn ? 'on' : 'off'}</status></hlogupdate>`;
const result = (code: number, reason: string): string =>
  `<x-cisco-remotecc-response><response><code>${code}</code><reason>${reason}</reason></response></x-cisco-remotecc-response>`;
const elementOf = (xml: string, name: string): string =>
  new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml)?.[1] ?? '';
const textOf = (xml: string, name: string): string => elementOf(xml, name).trim();
