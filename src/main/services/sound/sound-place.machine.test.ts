import { describe, expect, it } from 'vitest';
import { noSound, placeOf, type SoundEffect, type SoundEvent, soundStep } from './sound-place.machine.ts';

function run(...events: readonly (SoundEvent | SoundEvent['type'])[]) {
  let state = noSound;
  let effects: readonly SoundEffect[] = [];
  for (const event of events) {
    const told =
      typeof event === 'string' ? (event === 'went' ? { type: event, at: 0 } : { type: event }) : event;
    ({ state, effects } = soundStep(state, told));
  }
  const shown = effects.map((effect) => (effect.type === 'open' ? `open ${effect.afterMs}` : effect.type));
  return `${state.kind}, ${placeOf(state)}: ${shown.join(' ')}`;
}
const died = (at: number): SoundEvent[] => [{ type: 'went', at }, { type: 'came' }];

describe('where the sound of calls is', () => {
  it.each([
    ['a phone is there', ['wanted'], 'opening, media-page: open 0'],
    ['a phone that registers again', ['wanted', 'wanted'], 'opening, media-page: '],
    ['the page has come', ['wanted', 'came'], 'there, media-page: rest'],
    ['it cannot be had', ['wanted', 'refused'], 'standing-in, window: rest'],
    ['it is late', ['wanted', 'overdue'], 'standing-in, window: rest'],
    ['it comes after all', ['wanted', 'overdue', 'came'], 'there, media-page: rest'],
    [
      'a phone registers again while the window stands in',
      ['wanted', 'overdue', 'wanted'],
      'standing-in, window: ',
    ],
    ['it has died', ['wanted', 'came', 'went'], 'opening, media-page: open 0'],
    ['word of a page that was given up', ['wanted', 'came', 'overdue'], 'there, media-page: '],
    ['signed out', ['wanted', 'came', 'unwanted'], 'idle, media-page: rest close'],
    ['gone after signing out', ['wanted', 'came', 'unwanted', 'went'], 'idle, media-page: '],
    ['come after signing out', ['wanted', 'unwanted', 'came'], 'idle, media-page: close'],
    ['signed out twice', ['wanted', 'unwanted', 'unwanted'], 'idle, media-page: '],
    [
      'signed in anew after the window stood in',
      ['wanted', 'refused', 'unwanted', 'wanted'],
      'opening, media-page: open 0',
    ],
  ] as const)('A9: %s', (_, events, expected) => {
    expect(run(...events)).toBe(expected);
  });

  it('A9: a page that dies again and again is opened later each time, and then not any more', () => {
    const after = (deaths: number) =>
      run('wanted', 'came', ...Array.from({ length: deaths - 1 }, (_, at) => died(at)).flat(), {
        type: 'went',
        at: 9,
      });
    expect(after(1)).toBe('opening, media-page: open 0');
    expect(after(3)).toBe('opening, media-page: open 500');
    expect(after(5)).toBe('opening, media-page: open 1000');
    expect(after(6)).toBe('standing-in, window: ');
  });

  it('A9: deaths of long ago are forgotten', () => {
    const early = [0, 1, 2, 3, 4].flatMap(died);
    expect(run('wanted', 'came', ...early, { type: 'went', at: 60_003 })).toBe(
      'opening, media-page: open 250',
    );
  });
});
