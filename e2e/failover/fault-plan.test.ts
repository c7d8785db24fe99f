import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../test/fakes/seeded-random.ts';
import { documentedTransitions, transitionsIn } from './documented-transitions.ts';
import { planFaults } from './fault-plan.ts';

describe('the plan of faults', () => {
  const faults = ['a', 'b', 'c', 'd', 'e'];

  it('A8: strikes each as often as any other, in an order that the seed decides', () => {
    const plan = planFaults(faults, 20, seededRandom(7));
    for (const fault of faults) expect(plan.filter((one) => one === fault)).toHaveLength(4);
    expect(planFaults(faults, 20, seededRandom(7))).toEqual(plan);
    expect(planFaults(faults, 20, seededRandom(8))).not.toEqual(plan);
    expect(planFaults(faults, 5, seededRandom(9)).toSorted()).toEqual(faults);
  });

  it('A8: the transitions of a trace are read in order, and one that is not documented is found', () => {
    const span = (id: number, name: string, parentId?: number) => ({
      ...{ id, name, startMs: id, attributes: {} },
      ...(parentId !== undefined && { parentId }),
    });
    const spans = [
      span(1, 'chat-failover'),
      span(2, 'FAILOVER', 1),
      span(3, 'SOAPCONNECT_SESSION_P', 1),
      span(4, 'http', 3),
      span(5, 'chat-failover'),
      span(6, 'XMPPCONNECTED', 5),
    ];
    expect(transitionsIn(spans)).toEqual([
      'XMPPCONNECTED --> FAILOVER',
      'FAILOVER --> SOAPCONNECT_SESSION_P',
      'SOAPCONNECT_SESSION_P --> XMPPCONNECTED',
    ]);
    expect(transitionsIn(spans).map((step) => documentedTransitions().has(step))).toEqual([
      true,
      true,
      false,
    ]);
    expect(documentedTransitions().size).toBeGreaterThan(15);
  });
});
