import { describe, expect, it, vi } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { memoryPublisher } from '../../../../test/fakes/memory-publisher.ts';
import { silentLog } from '../../../../test/fakes/silent-log.ts';
import type { Carrier } from '../../ports/carrier.port.ts';
import { createSoundKeeper } from './create-sound-keeper.ts';

function page() {
  const closed: (() => void)[] = [];
  let isClosed = false;
  const carrier: Carrier = {
    send: () => undefined,
    onReceive: () => undefined,
    onClose: (listener) => void closed.push(listener),
    close: () => {
      isClosed = true;
      for (const listener of closed) listener();
    },
  };
  return { carrier, isClosed: () => isClosed };
}

function rig(open: () => Promise<boolean> = async () => true) {
  const publisher = memoryPublisher();
  const clock = manualClock();
  const asked: string[] = [];
  const mediaPage = {
    open: () => {
      asked.push('open');
      return open();
    },
    close: () => void asked.push('close'),
  };
  const keeper = createSoundKeeper({ mediaPage, publisher, clock, log: silentLog });
  /** A phone is there, and nobody has called for a while. */
  const begin = (): void => {
    keeper.begin();
    clock.advance(3_000);
  };
  const shown = () => publisher.get('soundPlace', 'only')?.page;
  return { keeper, begin, clock, asked, shown };
}

describe('the keeper of the sound', () => {
  it('A9: opens the page when a phone is there, again when it dies, and closes it at the end', () => {
    const { keeper, begin, clock, asked, shown } = rig();
    expect({ asked, shown: shown() }).toEqual({ asked: [], shown: 'media-page' });
    begin();
    const first = page();
    keeper.attached(first.carrier);
    first.carrier.close();
    expect(asked).toEqual(['open', 'open']);
    const second = page();
    keeper.attached(second.carrier);
    second.carrier.close();
    expect(asked).toEqual(['open', 'open']);
    clock.advance(250);
    expect(asked).toEqual(['open', 'open', 'open']);
    keeper.attached(page().carrier);
    keeper.end();
    expect({ asked: asked.at(-1), shown: shown(), timers: clock.pending() }).toEqual({
      asked: 'close',
      shown: 'media-page',
      timers: 0,
    });
  });

  it('A9: opens it soon after the phone is there, at once for a call of this computer, and for none before', () => {
    const call = { state: 'ringing-in' } as const;
    const { keeper, clock, asked } = rig();
    keeper.callChanged('c1', call);
    keeper.begin();
    keeper.begin();
    clock.advance(2_999);
    keeper.callChanged('c1', { ...call, phone: 'desk' });
    keeper.callChanged('c1', { state: 'ended' });
    expect(asked).toEqual([]);
    keeper.callChanged('c1', call);
    keeper.callChanged('c1', call);
    expect(asked).toEqual(['open']);
    clock.advance(1);
    expect(asked).toEqual(['open']);
    keeper.end();
    keeper.begin();
    keeper.end();
    clock.advance(3_000);
    keeper.callChanged('c1', call);
    expect(asked).toEqual(['open', 'close']);
  });

  it('A9: there is never a second page: the older one goes, and its end opens nothing', () => {
    const { keeper, begin, asked } = rig();
    begin();
    const [older, newer] = [page(), page()];
    keeper.attached(older.carrier);
    keeper.attached(newer.carrier);
    expect({ older: older.isClosed(), newer: newer.isClosed(), asked }).toEqual({
      older: true,
      newer: false,
      asked: ['open'],
    });
  });

  it('A9: a page that does not come, or cannot be had, leaves the sound to the window until it comes after all', async () => {
    const late = rig();
    late.begin();
    late.clock.advance(14_999);
    expect(late.shown()).toBe('media-page');
    late.clock.advance(1);
    expect({ shown: late.shown(), place: late.keeper.place() }).toEqual({ shown: 'window', place: 'window' });
    late.keeper.attached(page().carrier);
    expect(late.shown()).toBe('media-page');

    const refused = rig(async () => false);
    refused.begin();
    await vi.waitFor(() => expect(refused.shown()).toBe('window'));
    expect(refused.clock.pending()).toBe(0);

    const broken = rig(async () => Promise.reject(new Error('no')));
    broken.begin();
    await vi.waitFor(() => expect(broken.shown()).toBe('window'));
  });

  it('A9: where no page of its own can be opened, the window holds the sound', () => {
    const publisher = memoryPublisher();
    const keeper = createSoundKeeper({ publisher, clock: manualClock(), log: silentLog });
    keeper.begin();
    expect(publisher.get('soundPlace', 'only')).toEqual({ page: 'window' });
    keeper.end();
    expect(keeper.place()).toBe('window');
  });
});
