import { describe, expect, it } from 'vitest';
import type { CallId } from '../../../shared/domain/ids.ts';
import { failure } from '../../../shared/errors/result.ts';
import { type CallModel, type CallModelEvent, newCall, reduceCallModel } from './call.machine.ts';
import { toCall, toLogEntry } from './call-view.ts';

const id = 'call-1' as CallId;
const fresh = (direction: 'in' | 'out'): CallModel =>
  newCall({ id, direction, peer: { name: '', address: '1002' }, at: 1_000 });
const ANSWERED: CallModelEvent = { kind: 'answered', at: 3_000 };

function after(direction: 'in' | 'out', ...events: CallModelEvent[]): CallModel {
  return events.reduce((model, event) => reduceCallModel(model, event).model, fresh(direction));
}

const ended = (more: Partial<Extract<CallModelEvent, { kind: 'ended' }>> = {}): CallModelEvent => ({
  kind: 'ended',
  at: 8_000,
  isAnsweredElsewhere: false,
  ...more,
});

describe('call machine', () => {
  it.each<[string, 'in' | 'out', CallModelEvent[], string, string]>([
    ['a call of ours', 'out', [], 'dialling', 'hang-up mute'],
    ['it rings there', 'out', [{ kind: 'ringing' }], 'ringing-out', 'hang-up mute'],
    [
      'early media',
      'out',
      [{ kind: 'ringing' }, { kind: 'early-media' }],
      'early-media',
      'hang-up mute dtmf',
    ],
    [
      'ringing after early media',
      'out',
      [{ kind: 'early-media' }, { kind: 'ringing' }],
      'early-media',
      'hang-up mute dtmf',
    ],
    ['answered', 'out', [ANSWERED], 'connected', 'hang-up hold mute dtmf transfer merge'],
    ['a call for us', 'in', [], 'ringing-in', 'answer decline'],
    ['answering', 'in', [{ kind: 'answering' }], 'connecting', 'hang-up'],
    [
      'answering failed',
      'in',
      [{ kind: 'answering' }, { kind: 'answering-failed' }],
      'ringing-in',
      'answer decline',
    ],
    [
      'held',
      'out',
      [ANSWERED, { kind: 'held-here', isHeld: true }],
      'held',
      'hang-up resume mute transfer merge',
    ],
    [
      'held by both',
      'out',
      [ANSWERED, { kind: 'held-there', isHeld: true }, { kind: 'held-here', isHeld: true }],
      'held',
      'hang-up resume mute transfer merge',
    ],
    [
      'still held there',
      'out',
      [
        ANSWERED,
        { kind: 'held-here', isHeld: true },
        { kind: 'held-there', isHeld: true },
        { kind: 'held-here', isHeld: false },
      ],
      'held-by-peer',
      'hang-up hold mute transfer merge',
    ],
    [
      'resumed',
      'out',
      [ANSWERED, { kind: 'held-here', isHeld: true }, { kind: 'held-here', isHeld: false }],
      'connected',
      'hang-up hold mute dtmf transfer merge',
    ],
    ['media lost', 'out', [ANSWERED, { kind: 'media-lost' }], 'reconnecting', 'hang-up mute'],
    [
      'media back',
      'out',
      [ANSWERED, { kind: 'media-lost' }, { kind: 'media-back' }],
      'connected',
      'hang-up hold mute dtmf transfer merge',
    ],
    [
      'hold before the answer means nothing',
      'out',
      [{ kind: 'held-here', isHeld: true }],
      'dialling',
      'hang-up mute',
    ],
    ['over', 'out', [ANSWERED, ended()], 'ended', ''],
    ['over stays over', 'out', [ended(), ANSWERED, { kind: 'ringing' }], 'ended', ''],
  ])('V4: %s', (_name, direction, events, state, can) => {
    const call = toCall(after(direction, ...events));
    expect([call.state, call.can.join(' ')]).toEqual([state, can]);
  });

  it('V2: the end releases media, writes the log and retires the call, once', () => {
    expect(reduceCallModel(after('out', ANSWERED), ended()).effects).toEqual([
      'release-media',
      'write-log',
      'retire',
    ]);
    expect(reduceCallModel(after('out', ANSWERED, ended()), ended()).effects).toEqual([]);
  });

  it('V2: shows codec, protection, digits and why it ended', () => {
    const error = failure('call.busy');
    const call = toCall(
      after(
        'out',
        { kind: 'negotiated', codec: 'opus', security: 'sdes' },
        { kind: 'digits', digits: '12' },
        { kind: 'digits', digits: '#' },
        { kind: 'muted', isMuted: true },
        ended({ error }),
      ),
    );
    expect(call).toMatchObject({
      codec: 'opus',
      security: 'sdes',
      dtmfSent: '12#',
      isMuted: true,
      error,
      endedAt: 8_000,
    });
  });

  it.each<[string, 'in' | 'out', CallModelEvent[], object]>([
    ['answered', 'in', [ANSWERED, ended()], { outcome: 'answered', durationMs: 5_000, isSeen: true }],
    ['missed', 'in', [ended()], { outcome: 'missed', durationMs: 0, isSeen: false }],
    ['declined', 'in', [{ kind: 'declined' }, ended()], { outcome: 'declined', isSeen: true }],
    [
      'sent to voicemail, which answers',
      'in',
      [{ kind: 'sent-to-voicemail' }, ended({ isAnsweredElsewhere: true })],
      { outcome: 'to-voicemail', isSeen: true },
    ],
    [
      'missed: voicemail would not have it',
      'in',
      [{ kind: 'sent-to-voicemail' }, { kind: 'voicemail-failed' }, ended()],
      { outcome: 'missed', isSeen: false },
    ],
    [
      'answered-elsewhere',
      'in',
      [ended({ isAnsweredElsewhere: true })],
      { outcome: 'answered-elsewhere', isSeen: true },
    ],
    ['placed', 'out', [ANSWERED, ended()], { outcome: 'placed', durationMs: 5_000 }],
    ['placed and given up', 'out', [{ kind: 'ringing' }, ended()], { outcome: 'placed', durationMs: 0 }],
    [
      'placed, busy',
      'out',
      [ended({ error: failure('call.busy') })],
      { outcome: 'placed', cause: 'call.busy' },
    ],
    ['failed', 'out', [ended({ error: failure('call.failed') })], { outcome: 'failed' }],
    [
      'cut while talking',
      'out',
      [ANSWERED, ended({ error: failure('call.failed') })],
      { outcome: 'placed', durationMs: 5_000 },
    ],
  ])('V10: the log says %s', (_name, direction, events, row) => {
    expect(toLogEntry(after(direction, ...events))).toMatchObject({ id, startedAt: 1_000, ...row });
  });
});
