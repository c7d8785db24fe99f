import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { seededRandom } from '../../../../test/fakes/seeded-random.ts';
import { failure } from '../../../shared/errors/result.ts';
import {
  type Step,
  taken,
  transfer,
  type TransferEffect,
  type TransferEvent,
  type TransferMachine,
} from './transfer.machine.ts';

const machine = (step: Step, more: Partial<TransferMachine> = {}): TransferMachine => ({
  direction: 'out',
  isHandOver: false,
  isOnline: true,
  step,
  ...more,
});
const reset = failure('net.reset');
const moving: Step = { kind: 'moving', done: 5, tries: 0 };

describe('M10: one file on its way', () => {
  it.each<[string, TransferMachine, TransferEvent, Step, readonly TransferEffect['type'][]]>([
    [
      'begins once it is read',
      machine({ kind: 'reading', done: 9 }),
      { type: 'read-all' },
      { kind: 'moving', done: 0, tries: 0 },
      ['move'],
    ],
    [
      'waits without a stream',
      machine({ kind: 'reading', done: 9 }, { isOnline: false }),
      { type: 'read-all' },
      { kind: 'waiting', tries: 0 },
      [],
    ],
    [
      'goes when the stream is there',
      machine({ kind: 'waiting', tries: 3 }, { isOnline: false }),
      { type: 'online' },
      { kind: 'moving', done: 0, tries: 0 },
      ['move'],
    ],
    [
      'is posted once it is there',
      machine(moving),
      { type: 'moved', url: 'https://x' },
      { kind: 'posting', url: 'https://x' },
      ['post'],
    ],
    [
      'is done once it is posted',
      machine({ kind: 'posting', url: 'u' }),
      { type: 'posted' },
      { kind: 'done' },
      [],
    ],
    [
      'needs no message when handed over',
      machine(moving, { isHandOver: true }),
      { type: 'moved' },
      { kind: 'done' },
      [],
    ],
    [
      'tries again what is of the way',
      machine(moving),
      { type: 'failed', error: reset },
      { kind: 'waiting', tries: 1 },
      ['wait'],
    ],
    [
      'gives up in the end',
      machine({ kind: 'moving', done: 0, tries: 7 }),
      { type: 'failed', error: reset },
      { kind: 'failed', error: reset },
      [],
    ],
    [
      'a download that got on has new tries',
      machine({ kind: 'moving', done: 9, tries: 7 }, { direction: 'in' }),
      { type: 'failed', error: reset },
      { kind: 'waiting', tries: 1 },
      ['wait'],
    ],
    [
      'a hand-over is not tried by itself',
      machine(moving, { isHandOver: true }),
      { type: 'failed', error: reset },
      { kind: 'failed', error: reset },
      [],
    ],
    [
      'a refusal is final',
      machine(moving),
      { type: 'failed', error: failure('files.too-large') },
      { kind: 'failed', error: failure('files.too-large') },
      [],
    ],
    [
      'no is no',
      machine(moving),
      { type: 'failed', error: failure('files.declined') },
      { kind: 'declined' },
      [],
    ],
    ['stops', machine(moving), { type: 'stop' }, { kind: 'stopped', done: 5 }, ['abort']],
    [
      'goes on',
      machine({ kind: 'stopped', done: 5 }),
      { type: 'go' },
      { kind: 'moving', done: 0, tries: 0 },
      ['move'],
    ],
    [
      'a stop while it is read ends it: the bytes are not here',
      machine({ kind: 'reading', done: 5 }),
      { type: 'stop' },
      { kind: 'failed', error: failure('files.not-read') },
      [],
    ],
    [
      'is not stopped once it is there',
      machine({ kind: 'posting', url: 'u' }),
      { type: 'stop' },
      { kind: 'posting', url: 'u' },
      [],
    ],
    [
      'a download needs no stream',
      machine({ kind: 'stopped', done: 0 }, { direction: 'in', isOnline: false }),
      { type: 'go' },
      { kind: 'moving', done: 0, tries: 0 },
      ['move'],
    ],
  ])('M10: %s', (_, before, event, step, effects) => {
    const after = transfer(before, event);
    expect(after.state.step).toEqual(step);
    expect(after.effects.map(({ type }) => type)).toEqual(effects);
  });

  it.each<[Step, Partial<TransferMachine>, Step['kind'], readonly TransferEffect['type'][]]>([
    [{ kind: 'reading', done: 3 }, {}, 'failed', []],
    [moving, {}, 'waiting', []],
    [moving, { direction: 'in' }, 'waiting', []],
    [moving, { isHandOver: true }, 'failed', []],
    [{ kind: 'posting', url: 'u' }, {}, 'posting', ['post']],
    [{ kind: 'stopped', done: 3 }, {}, 'stopped', []],
    [{ kind: 'done' }, {}, 'done', []],
  ])('M10: after a restart %j becomes what it can still be', (step, more, kind, effects) => {
    const after = taken(machine(step, more));
    expect(after.state.step.kind).toBe(kind);
    expect(after.effects.map(({ type }) => type)).toEqual(effects);
  });

  it('M10: whatever happens, an upload is posted at most once, and what is over stays over', () => {
    const random = seededRandom(4);
    const events: readonly TransferEvent[] = [
      { type: 'read', done: 1 },
      { type: 'read-all' },
      { type: 'go' },
      { type: 'stop' },
      { type: 'online' },
      { type: 'offline' },
      { type: 'woke' },
      { type: 'progress', done: 2 },
      { type: 'moved', url: 'https://x' },
      { type: 'failed', error: reset },
      { type: 'failed', error: failure('files.refused') },
      { type: 'posted' },
    ];
    for (let run = 0; run < fuzzRuns(500); run += 1) {
      let state = machine({ kind: 'reading', done: 0 });
      let posts = 0;
      for (const byte of random.bytes(60)) {
        const before = state.step.kind;
        const event = events[byte % events.length] as TransferEvent;
        const after = transfer(state, event);
        state = after.state;
        posts += after.effects.filter(({ type }) => type === 'post').length;
        if (before === 'done') expect(state.step.kind).toBe('done');
        // Nothing moves twice at a time.
        if (before === 'moving') expect(after.effects.some(({ type }) => type === 'move')).toBe(false);
      }
      expect(posts).toBeLessThanOrEqual(1);
    }
  });
});
