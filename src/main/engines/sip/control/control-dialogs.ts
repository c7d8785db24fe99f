import type { URI } from 'sip.js/lib/core/index.js';
import { fail, type Result } from '../../../../shared/errors/result.ts';
import type { Clock } from '../../../ports/clock.port.ts';
import type { SipControlListener, SipControlOpened } from '../../../ports/sip.port.ts';
import type { UserAgent } from '../user-agent.ts';
import { ControlDialog } from './control-dialog.ts';

/** A person has one phone on the desk, perhaps two. */
const MOST = 4;

/** The phones under control over one account's flow. */
export class ControlDialogs {
  readonly #userAgent: UserAgent;
  readonly #clock: Clock;
  readonly #open = new Set<ControlDialog>();

  constructor(userAgent: UserAgent, clock: Clock) {
    this.#userAgent = userAgent;
    this.#clock = clock;
  }

  async open(target: URI, body: string, listener: SipControlListener): Promise<Result<SipControlOpened>> {
    if (this.#open.size >= MOST) return fail('call.not-possible-now');
    const dialog = new ControlDialog(this.#userAgent, this.#clock, listener, () => this.#open.delete(dialog));
    this.#open.add(dialog);
    return dialog.open(target, body);
  }

  /** We are somewhere else now: the phone hears of the new Contact. */
  moved(): void {
    for (const dialog of this.#open) dialog.refresh();
  }

  endAll(): void {
    for (const dialog of this.#open) dialog.end();
  }
}
