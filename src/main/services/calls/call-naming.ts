import type { Party } from '../../../shared/domain/call.ts';
import type { CallsPorts } from './calls-ports.ts';
import { shownAddress } from './dial-target.ts';

/** A name that takes longer than this comes too late for the call log. */
const LONGEST_MS = 3_000;

/** Finds out who a call is with: what signalling says at once, what the directory knows when it answers (C4). */
export class CallNaming {
  readonly #ports: Pick<CallsPorts, 'clock' | 'resolveParty'>;
  readonly #current: () => Party;
  readonly #apply: (party: Party) => void;
  #pending: Promise<void> = Promise.resolve();

  constructor(
    ports: Pick<CallsPorts, 'clock' | 'resolveParty'>,
    current: () => Party,
    apply: (party: Party) => void,
  ) {
    this.#ports = ports;
    this.#current = current;
    this.#apply = apply;
  }

  /** Signalling named the other side. */
  name(peer: { readonly name: string; readonly address: string }): void {
    const shown = this.#current();
    // What we dialled stays shown when the server says nothing better.
    const address = shownAddress(peer.address) || shown.address;
    const isSame = address === shown.address;
    this.#apply(isSame ? { ...shown, name: peer.name || shown.name } : { name: peer.name, address });
    if (address !== '') this.#pending = this.#resolve(address);
  }

  /** Nobody waits for a name any more. */
  stop(): void {
    this.#pending = Promise.resolve();
  }

  /** Settles when the name is known, or won't be in time. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const stopTimer = this.#ports.clock.after(LONGEST_MS, resolve);
      void this.#pending.then(() => {
        stopTimer();
        resolve();
      });
    });
  }

  async #resolve(address: string): Promise<void> {
    const known = await this.#ports.resolveParty(address).catch(() => undefined);
    if (known && this.#current().address === address) this.#apply({ ...known, address });
  }
}
