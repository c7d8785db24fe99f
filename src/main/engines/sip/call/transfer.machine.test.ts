import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASKED, reduceTransfer, sipfragStatus, type TransferEvent } from './transfer.machine.ts';

const TAKEN: TransferEvent = { kind: 'taken', isToldMore: true };
const told = (status: number | undefined, isLast = false): TransferEvent => ({
  kind: 'notified',
  status,
  isLast,
});

/** What comes of it: `-` while nothing has. */
function outcome(...events: TransferEvent[]): string {
  let state = ASKED;
  const said: string[] = [];
  for (const event of events) {
    const step = reduceTransfer(state, event);
    state = step.state;
    for (const effect of step.effects)
      said.push(effect.kind === 'hang-up' ? 'hang-up' : (effect.error?.code ?? 'done'));
  }
  return said.join(' ') || '-';
}

describe('transfer machine', () => {
  it.each<[string, readonly TransferEvent[], string]>([
    ['nothing yet', [TAKEN], '-'],
    ['trying and ringing', [TAKEN, told(100), told(180)], '-'],
    ['answered there', [TAKEN, told(100), told(200, true)], 'hang-up done'],
    ['answered there, told before the 202', [told(200, true), TAKEN], 'hang-up done'],
    ['no subscription (RFC 4488)', [{ kind: 'taken', isToldMore: false }], 'hang-up done'],
    ['busy there', [TAKEN, told(486, true)], 'call.transfer-busy'],
    ['busy everywhere there', [TAKEN, told(600, true)], 'call.transfer-busy'],
    ['nobody answers there', [TAKEN, told(180), told(480, true)], 'call.transfer-no-answer'],
    ['CUCM refuses: 403', [TAKEN, told(403, true)], 'call.transfer-failed'],
    ['CUCM refuses: 503', [TAKEN, told(503, true)], 'call.transfer-failed'],
    ['an end without an answer', [TAKEN, told(180), told(undefined, true)], 'call.transfer-failed'],
    ['an unreadable word in between', [TAKEN, told(undefined)], '-'],
    ['refused at once', [{ kind: 'refused', status: 603, words: 'Declined' }], 'call.transfer-failed'],
    ['refused as busy', [{ kind: 'refused', status: 486, words: '' }], 'call.transfer-busy'],
    ['the other side leaves because it is there', [TAKEN, { kind: 'call-ended' }], 'done'],
    ['the other side leaves before it took it', [{ kind: 'call-ended' }], 'call.transfer-failed'],
    ['silence', [TAKEN, { kind: 'silence' }], 'call.transfer-failed'],
    ['what comes late', [TAKEN, told(200, true), told(503, true), { kind: 'call-ended' }], 'hang-up done'],
  ])('V4: %s', (_name, events, expected) => {
    expect(outcome(...events)).toBe(expected);
  });

  it('V4: it settles at most once, whatever comes in whatever order', () => {
    const event: fc.Arbitrary<TransferEvent> = fc.oneof(
      fc.boolean().map((isToldMore): TransferEvent => ({ kind: 'taken', isToldMore })),
      fc
        .integer({ min: 400, max: 699 })
        .map((status): TransferEvent => ({ kind: 'refused', status, words: '' })),
      fc
        .tuple(fc.option(fc.integer({ min: 100, max: 699 }), { nil: undefined }), fc.boolean())
        .map(([status, isLast]) => told(status, isLast)),
      fc.constantFrom<TransferEvent>({ kind: 'call-ended' }, { kind: 'silence' }),
    );
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const said = outcome(...events).split(' ');
        expect(said.filter((word) => word !== 'hang-up' && word !== '-').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['SIP/2.0 200 OK\r\n', 200],
    ['\r\nSIP/2.0 100 Trying', 100],
    ['sip/2.0 503', 503],
    ['SIP/2.0 999 X', undefined],
    ['SIP/3.0 200 OK', undefined],
    ['', undefined],
    ['INVITE sip:x SIP/2.0', undefined],
  ])('V4: a sipfrag %j tells %s', (body, status) => {
    expect(sipfragStatus(body)).toBe(status);
  });
});
