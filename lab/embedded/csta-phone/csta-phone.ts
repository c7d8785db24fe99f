import { type SipServerPlace, SipProbe } from '../sip-server/sip-probe.ts';
import {
  header,
  headers,
  makeResponse,
  parseAddress,
  type SipMessage,
  type SipRequest,
} from '../sip-server/sip-message.ts';
import { newBranch, newTag } from '../sip-server/sip-transactions.ts';
import { PhoneModel, type PhoneModelOptions } from './phone-model.ts';

const CSTA = 'application/csta+xml';

export interface CstaPhoneOptions extends PhoneModelOptions {
  readonly server: SipServerPlace;
  readonly username: string;
  readonly password: string;
  readonly ca: string;
  /** Answers stand in an INFO of the phone's own instead of the 200, as some phones have it. */
  readonly answersApart?: boolean;
}

interface Dialog {
  readonly callId: string;
  readonly local: string;
  readonly remote: string;
  readonly target: string;
  readonly routes: readonly string[];
  sequence: number;
}

/** A desk phone that registers at a SIP server by UDP and takes uaCSTA from whoever invites it (ECMA TR/87). */
export class CstaPhone {
  readonly model: PhoneModel;
  readonly #probe: SipProbe;
  readonly #options: CstaPhoneOptions;
  #dialog: Dialog | undefined;
  #isUnplugged = false;
  readonly #answered = new Map<string, string>();

  private constructor(options: CstaPhoneOptions, probe: SipProbe) {
    this.#options = options;
    this.#probe = probe;
    this.model = new PhoneModel(options, (event) => this.#info(event));
  }

  static async start(options: CstaPhoneOptions): Promise<CstaPhone> {
    const { server, username, password, ca } = options;
    let phone: CstaPhone | undefined;
    const probe = await SipProbe.open(server, {
      ...{ username, password, ca, transport: 'udp' },
      onMessage: (message) => phone?.take(message),
    });
    phone = new CstaPhone(options, probe);
    const { status } = await probe.register();
    if (status !== 200) throw new Error(`lab: the desk phone could not register: ${status}`);
    return phone;
  }

  get isControlled(): boolean {
    return this.#dialog !== undefined;
  }

  /** Pulls the network cable: nothing is answered any more, nobody is told. */
  unplug(): void {
    this.#isUnplugged = true;
    this.#dialog = undefined;
  }

  /** The phone has started anew: it knows of no control. */
  plugIn(): void {
    this.#isUnplugged = false;
  }

  /** Ends the control from the phone's side. */
  bye(): void {
    const dialog = this.#dialog;
    this.#dialog = undefined;
    if (dialog) this.#send(dialog, 'BYE', '');
  }

  /** Takes its registration back, so that nobody is rung there any more. */
  async stop(): Promise<void> {
    this.#isUnplugged = true;
    await this.#probe.register(0).catch(() => undefined);
    this.#probe.close();
  }

  take(message: SipMessage): void {
    if (this.#isUnplugged || message.kind === 'response') return;
    const { method } = message;
    // A request that comes again gets the answer it had.
    const key = `${header(message, 'Call-ID')} ${header(message, 'CSeq')}`;
    const before = this.#answered.get(key);
    if (before !== undefined) return this.#reply(message, 200, before);
    if (method === 'INVITE') return this.#invited(message);
    const isOurs = this.#dialog?.callId === header(message, 'Call-ID');
    if (method === 'ACK' || method === 'CANCEL') return;
    if (!isOurs) return this.#reply(message, 481);
    if (method === 'BYE') {
      this.#dialog = undefined;
      return this.#reply(message, 200);
    }
    if (method !== 'INFO') return this.#reply(message, 405);
    if (!isCsta(message)) return this.#reply(message, 415);
    const answer = this.model.ask(message.body);
    const isApart = this.#options.answersApart === true;
    this.#answered.set(key, isApart ? '' : answer);
    this.#reply(message, 200, isApart ? '' : answer);
    if (isApart) this.#info(answer);
  }

  #invited(request: SipRequest): void {
    // No sound comes from here: whoever calls for a talk is told what is taken.
    if (!isCsta(request)) return this.#reply(request, 415);
    const to = header(request, 'To') ?? '';
    const isAgain = /;tag=/.test(to);
    const local = isAgain ? to : `${to};tag=${newTag()}`;
    this.#dialog = {
      callId: header(request, 'Call-ID') ?? '',
      local,
      remote: header(request, 'From') ?? '',
      target: parseAddress(header(request, 'Contact') ?? '').uri,
      routes: isAgain ? (this.#dialog?.routes ?? []) : headers(request, 'Record-Route'),
      sequence: this.#dialog?.sequence ?? 0,
    };
    const answer = this.model.ask(request.body);
    const tag = /;tag=([^;]+)/.exec(local)?.[1] ?? '';
    this.#probe.send(
      makeResponse(request, 200, [{ name: 'Contact', value: `<${this.#probe.contact}>` }, ...content()], {
        tag,
        body: answer,
      }),
    );
  }

  #reply(request: SipRequest, status: number, body = ''): void {
    const tag = /;tag=([^;]+)/.exec(header(request, 'To') ?? '')?.[1] ?? newTag();
    this.#probe.send(makeResponse(request, status, body === '' ? [] : content(), { tag, body }));
  }

  #info(body: string): void {
    if (this.#dialog && !this.#isUnplugged) this.#send(this.#dialog, 'INFO', body);
  }

  #send(dialog: Dialog, method: string, body: string): void {
    dialog.sequence += 1;
    const request = this.#probe.build(method, dialog.target, dialog.local, [], '', dialog.callId);
    for (const one of request.headers) {
      if (one.name === 'From') one.value = dialog.local;
      else if (one.name === 'To') one.value = dialog.remote;
      else if (one.name === 'CSeq') one.value = `${dialog.sequence} ${method}`;
      else if (one.name === 'Via') one.value = one.value.replace(/branch=[^;]+/, `branch=${newBranch()}`);
    }
    request.headers.push(...dialog.routes.map((value) => ({ name: 'Route', value })));
    if (body !== '') request.headers.push(...content());
    this.#probe.send({ ...request, body });
  }
}

const content = () => [
  { name: 'Content-Type', value: CSTA },
  { name: 'Content-Disposition', value: 'signal;handling=required' },
];

const isCsta = (request: SipRequest): boolean =>
  (header(request, 'Content-Type') ?? '').trim().toLowerCase().startsWith(CSTA);
