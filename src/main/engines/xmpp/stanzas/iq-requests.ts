import { bareJid, resourceOf } from '../../../../shared/domain/jid.ts';
import { fail, type Failure, ok, type Result } from '../../../../shared/errors/result.ts';
import type { Cancel, Clock } from '../../../ports/clock.port.ts';
import type { Random } from '../../../ports/random.port.ts';
import { type Element, xml } from '../wire/xml.ts';
import { isOwnAccount, isOwnServer, type OwnAddress } from './own-address.ts';
import { requestFailure } from './stanza-error.ts';

interface Pending {
  readonly to: string | undefined;
  readonly settle: (result: Result<Element>) => void;
}

export interface IqRequest {
  readonly type: 'get' | 'set';
  /** Absent: the own account. */
  readonly to?: string | undefined;
  readonly child: Element;
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;

/** Matches answers to requests by id *and* sender (RFC 6120 section 8.2.3): ids alone could be guessed by others. */
export class IqRequests {
  private readonly clock: Clock;
  private readonly pending = new Map<string, Pending>();
  private readonly prefix: string;
  private count = 0;

  constructor(clock: Clock, random: Random) {
    this.clock = clock;
    this.prefix = Buffer.from(random.bytes(6)).toString('base64url');
  }

  /**
   * Makes the stanza of a request. `onAnswer` is called once, in the order of the stream: with the answer, or xmpp.stanza,
   * xmpp.timeout, or why the session ended.
   */
  ask(request: IqRequest, onAnswer: (answer: Result<Element>) => void): Element {
    this.count += 1;
    const id = `${this.prefix}-${this.count}`;
    const cancel: Cancel = this.clock.after(request.timeoutMs ?? DEFAULT_TIMEOUT_MS, () =>
      settle(fail('xmpp.timeout')),
    );
    const settle = (result: Result<Element>): void => {
      cancel();
      if (this.pending.delete(id)) onAnswer(result);
    };
    this.pending.set(id, { to: request.to, settle });
    return xml('iq', { type: request.type, id, to: request.to }, request.child);
  }

  /** Takes an answer in. False when it answers nothing of ours. */
  settle(stanza: Element, own: OwnAddress): boolean {
    const { id, type, from } = stanza.attrs;
    if (type !== 'result' && type !== 'error') return false;
    const pending = this.pending.get(id ?? '');
    if (!pending || !isFrom(pending.to, from, own)) return false;
    pending.settle(type === 'result' ? ok(stanza) : { ok: false, error: requestFailure(stanza) });
    return true;
  }

  /** The session is over: nobody will answer. */
  failAll(error: Failure): void {
    for (const pending of this.pending.values()) pending.settle({ ok: false, error });
  }
}

function isFrom(to: string | undefined, from: string | undefined, own: OwnAddress): boolean {
  if (to !== undefined && from !== undefined)
    return bareJid(from) === bareJid(to) && resourceOf(from) === resourceOf(to);
  // To or from the own account: servers answer with its bare or full address, their own, or none.
  const isAccountAsked = to === undefined || isOwnAccount(to, own) || isOwnServer(to, own);
  return isAccountAsked && (isOwnAccount(from, own) || isOwnServer(from, own) || from === own.full);
}
