import type { Call } from '../../../shared/domain/call.ts';
import type { SipTransferRequest } from '../../ports/sip.port.ts';
import type { CallsPorts } from './calls-ports.ts';
import { shownAddress } from './dial-target.ts';

/** A transfer that the other side asks for, until the person has answered: at most one, a newer one takes its place. */
export class TransferConsent {
  readonly #ports: Pick<CallsPorts, 'resolveParty'>;
  readonly #show: (asked: Call['transferAsked']) => void;
  #request: SipTransferRequest | undefined;

  constructor(ports: Pick<CallsPorts, 'resolveParty'>, show: (asked: Call['transferAsked']) => void) {
    this.#ports = ports;
    this.#show = show;
  }

  /** Shown at once by its address, and with the name when it is known. */
  ask(request: SipTransferRequest): void {
    this.#request?.refuse();
    this.#request = request;
    const { isConsulted } = request;
    const address = shownAddress(request.target);
    this.#show({ to: { name: '', address }, isConsulted });
    this.#ports.resolveParty(address).then(
      (known) => {
        if (known && this.#request === request) this.#show({ to: { ...known, address }, isConsulted });
      },
      () => undefined,
    );
  }

  /** For whoever answers it. */
  take(): SipTransferRequest | undefined {
    const request = this.#request;
    this.#request = undefined;
    this.#show(undefined);
    return request;
  }

  /** The call is over: nobody is left to answer. */
  drop(): void {
    this.#request?.refuse();
    this.#request = undefined;
  }
}
