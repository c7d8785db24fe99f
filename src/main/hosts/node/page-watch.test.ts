import { describe, expect, it } from 'vitest';
import { manualClock } from '../../../../test/fakes/manual-clock.ts';
import { LEAVING } from '../../../shared/contract/envelope.ts';
import { createPageWatch } from './page-watch.ts';

function watched() {
  const clock = manualClock();
  const seen = { crashes: 0 };
  const watch = createPageWatch(clock, () => (seen.crashes += 1));
  return { clock, seen, watch };
}

describe('a page in a browser that lives on', () => {
  it.each([1001, 1006])('V2: is missed when it could not say that it leaves: %i', (code) => {
    const { clock, seen, watch } = watched();
    watch.came();
    watch.went(code);
    expect(seen.crashes).toBe(0);
    clock.advance(2_000);
    expect(seen.crashes).toBe(1);
  });

  it('V2: is not missed when it was closed or loaded anew, came again, or another is there', () => {
    const { clock, seen, watch } = watched();
    watch.came();
    watch.went(LEAVING);
    clock.advance(2_000);
    watch.came();
    watch.went(1006);
    watch.came();
    clock.advance(2_000);
    watch.came();
    watch.went(1006);
    clock.advance(2_000);
    expect(seen.crashes).toBe(0);
  });
});
