import { header, headers, makeResponse, parseAddress, parseUri, type SipHeader } from './sip-message.ts';
import { newTag, type ServerTransaction } from './sip-transactions.ts';
import type { Flow } from './sip-transports.ts';

/** Where a user can be reached: the contact's address, and the flow it registered over. */
export interface Binding {
  readonly contact: string;
  /** The contact as sent, with its parameters but without `expires`. */
  readonly written: string;
  readonly instance: string | undefined;
  readonly flow: Flow;
  readonly userAgent: string;
  expiresAt: number;
}

export interface RegistrarLimits {
  readonly minExpires: number;
  readonly maxExpires: number;
  readonly maxContacts: number;
}

/** The location table and the REGISTER method (RFC 3261 section 10.3). */
export class Registrar {
  readonly #bindings = new Map<string, Binding[]>();
  readonly #limits: RegistrarLimits;

  constructor(limits: RegistrarLimits) {
    this.#limits = limits;
  }

  /** Live bindings, newest first. */
  of(username: string): readonly Binding[] {
    const now = Date.now();
    const live = (this.#bindings.get(username) ?? []).filter(
      (binding) => binding.expiresAt > now && binding.flow.isOpen(),
    );
    this.#bindings.set(username, live);
    return live;
  }

  forget(username: string): void {
    this.#bindings.delete(username);
  }

  forgetFlow(flow: Flow): void {
    for (const [username, list] of this.#bindings)
      this.#bindings.set(
        username,
        list.filter((binding) => binding.flow !== flow),
      );
  }

  register(username: string, transaction: ServerTransaction): void {
    const { request } = transaction;
    const refuse = (status: number, ...more: SipHeader[]): void =>
      transaction.respond(makeResponse(request, status, more, { tag: newTag() }));
    const contacts = headers(request, 'Contact');
    const common = header(request, 'Expires');
    if (contacts[0]?.trim() === '*') {
      if (contacts.length > 1 || common !== '0') return refuse(400);
      this.#bindings.delete(username);
    } else {
      const wanted = contacts.map((written) => ({ written, address: parseAddress(written) }));
      for (const { written, address } of wanted) {
        const asked = Number(address.params.get('expires') ?? common ?? 3600);
        if (!parseUri(address.uri)) return refuse(400);
        if (asked > 0 && asked < this.#limits.minExpires)
          return refuse(423, { name: 'Min-Expires', value: String(this.#limits.minExpires) });
        this.#update(username, transaction, written, Math.min(asked, this.#limits.maxExpires));
      }
    }
    const now = Date.now();
    const list = this.of(username).map((binding) => ({
      name: 'Contact',
      value: `${binding.written};expires=${Math.round((binding.expiresAt - now) / 1000)}`,
    }));
    refuse(200, ...list, { name: 'Date', value: new Date().toUTCString() });
  }

  #update(username: string, transaction: ServerTransaction, written: string, seconds: number): void {
    const address = parseAddress(written);
    const instance = address.params.get('+sip.instance');
    const same = (binding: Binding): boolean =>
      binding.contact === address.uri || (instance !== undefined && binding.instance === instance);
    const others = this.of(username).filter((binding) => !same(binding));
    if (seconds === 0) return void this.#bindings.set(username, others);
    const binding: Binding = {
      contact: address.uri,
      written: written.replace(/;\s*expires=\d+/gi, ''),
      instance,
      flow: transaction.flow,
      userAgent: header(transaction.request, 'User-Agent') ?? '',
      expiresAt: Date.now() + seconds * 1000,
    };
    this.#bindings.set(username, [binding, ...others].slice(0, this.#limits.maxContacts));
  }
}
