import { describe, expect, it } from 'vitest';
import { seededRandom } from '../fakes/seeded-random.ts';
import { planChaos } from './chaos-plan.ts';

const size = { messages: 1000, cuts: 20, kills: 3, restarts: 1 };

describe('what goes wrong in chaos', () => {
  it('is the same for the same seed, in order, as much as was asked for, all of it while something is said', () => {
    const plan = planChaos(size, seededRandom(7));
    expect(planChaos(size, seededRandom(7))).toEqual(plan);
    expect(planChaos(size, seededRandom(8))).not.toEqual(plan);
    const count = (what: string) => plan.filter((blow) => blow.what === what).length;
    expect([count('cut'), count('kill'), count('restart')]).toEqual([20, 3, 1]);
    const places = plan.map(({ at }) => at);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((at) => at < size.messages)).toBe(true);
  });
});
