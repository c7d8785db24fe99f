import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import type { Person } from '../../../shared/domain/contact.ts';
import { fail, ok, type Result } from '../../../shared/errors/result.ts';
import { createStrangerNames } from './stranger-names.ts';

const DAVE = 'dave@example.test';
const dave: Person = {
  id: DAVE as Person['id'],
  source: 'directory',
  name: 'Dave Dixon',
  address: DAVE,
  phones: [],
};

function bench(answer: () => Result<Person | undefined>) {
  const clock = manualClock();
  const asked: string[] = [];
  const named: string[] = [];
  let open = 0;
  let mostOpen = 0;
  const names = createStrangerNames({
    clock,
    directory: {
      async byUri(uri) {
        asked.push(uri);
        open += 1;
        mostOpen = Math.max(mostOpen, open);
        await Promise.resolve();
        open -= 1;
        return answer();
      },
    },
    onNamed: (address) => named.push(address),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { names, clock, asked, named, settle, mostOpen: () => mostOpen };
}

describe('names of strangers', () => {
  it('C4: the directory is asked behind and once; the name is told when it comes', async () => {
    const { names, asked, named, settle } = bench(() => ok(dave));
    expect(names.nameOf(DAVE)).toBeUndefined();
    expect(names.nameOf(DAVE)).toBeUndefined();
    await settle();
    expect(named).toEqual([DAVE]);
    expect(names.nameOf(DAVE)).toBe('Dave Dixon');
    expect(asked).toEqual([DAVE]);
  });

  it('C4: many are asked about one after the other', async () => {
    const { names, asked, settle, mostOpen } = bench(() => ok(undefined));
    for (let index = 0; index < 20; index += 1) names.nameOf(`person-${index}@example.test`);
    await settle();
    expect(asked).toHaveLength(20);
    expect(mostOpen()).toBe(1);
  });

  it('C4: a directory that is away is asked again, not for ever', async () => {
    let isAway = true;
    const { names, asked, named, clock, settle } = bench(() =>
      isAway ? fail('directory.unavailable') : ok(dave),
    );
    names.nameOf(DAVE);
    await settle();
    expect(named).toEqual([]);
    isAway = false;
    clock.advance(20_000);
    await settle();
    expect(named).toEqual([DAVE]);

    isAway = true;
    names.nameOf('nobody@example.test');
    for (let index = 0; index < 10; index += 1) {
      await settle();
      clock.advance(20_000);
    }
    expect(asked.filter((uri) => uri.startsWith('nobody'))).toHaveLength(3);
    expect(clock.pending()).toBe(0);
  });

  it('C4: who was found by a search is known at once', async () => {
    const { names, asked, named } = bench(() => ok(undefined));
    names.learn([dave]);
    expect(names.nameOf(DAVE)).toBe('Dave Dixon');
    expect(named).toEqual([DAVE]);
    expect(asked).toEqual([]);
  });

  it('nothing of one identity reaches the next', async () => {
    const { names, named, settle } = bench(() => ok(dave));
    names.nameOf(DAVE);
    names.clear();
    await settle();
    expect(named).toEqual([]);
    names.learn([dave]);
    names.clear();
    expect(names.nameOf(DAVE)).toBeUndefined();
  });
});
