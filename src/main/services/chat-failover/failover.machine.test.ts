import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  failoverBegun,
  type FailoverEvent,
  type FailoverState,
  failoverStep,
  type FailoverStep,
} from './failover.machine.ts';

const states: Readonly<Record<string, FailoverState>> = {
  XMPPCONNECTED: { kind: 'XMPPCONNECTED' },
  'FAILOVER (session)': { kind: 'FAILOVER', next: 'session' },
  'FAILOVER (login)': { kind: 'FAILOVER', next: 'login' },
  SOAPCONNECT_SESSION_P: { kind: 'SOAPCONNECT_SESSION_P' },
  SOAPCONNECT_SESSION_S: { kind: 'SOAPCONNECT_SESSION_S' },
  SOAPCONNECT_P: { kind: 'SOAPCONNECT_P' },
  SOAPCONNECT_S: { kind: 'SOAPCONNECT_S' },
  SOAPCONNECTED: { kind: 'SOAPCONNECTED' },
  XMPPCONNECT_P: { kind: 'XMPPCONNECT_P' },
  XMPPCONNECT_S: { kind: 'XMPPCONNECT_S' },
  STOPPED: { kind: 'STOPPED', why: 'nodes-failed' },
  'STOPPED (refused)': { kind: 'STOPPED', why: 'refused' },
};
const events: readonly FailoverEvent[] = ['lost', 'go', 'ok', 'failed', 'refused', 'rearm'];

const page = readFileSync(new URL('../../../../docs/protocols/chat-failover.md', import.meta.url), 'utf8');

/** State, event, next state, effect. */
const documented = page
  .split('\n')
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  .filter(([from = '', event = '']) => from in states && events.some((name) => name === event));

const nameOf = (state: FailoverState): string =>
  Object.entries(states).find(([, each]) => JSON.stringify(each) === JSON.stringify(state))?.[0] ?? '?';
const short = ({ effects }: FailoverStep): string =>
  effects.map((effect) => ('node' in effect ? `${effect.kind} ${effect.node}` : effect.kind)).join(', ');

describe('failover of chat', () => {
  it.each(documented)('A8: %s, %s: %s (%s)', (from = '', event = '', next = '', effects = '') => {
    const step = failoverStep(states[from]!, event as FailoverEvent);
    expect([nameOf(step.state), short(step)]).toEqual([next, effects]);
  });

  it('A8: the document names every transition', () => {
    const rows = new Set(documented.map(([from, event]) => `${from} ${event}`));
    expect(rows.size).toBe(documented.length);
    for (const [name, state] of Object.entries(states))
      for (const event of events)
        if (!rows.has(`${name} ${event}`))
          expect(failoverStep(state, event), `${name} ${event}`).toEqual({ state, effects: [] });
  });

  it('A8: the diagram is the table', () => {
    const block = page.split('```mermaid\n')[1]?.split('```')[0] ?? '';
    const drawn = block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.includes('-->') && !line.startsWith('[*]'));
    const plain = (name = ''): string => name.replace(/ \(.*\)$/, '');
    const arrows = documented.map(([from, event, next]) => `${plain(from)} --> ${plain(next)} : ${event}`);
    expect(drawn.toSorted()).toEqual([...new Set(arrows)].toSorted());
  });

  it('A8: whatever happens, nobody is asked again before the waiting time or after the stop', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...events), { maxLength: 80 }), (sequence) => {
        let state = failoverBegun;
        for (const event of sequence) {
          const step = failoverStep(state, event);
          const asks = step.effects.some(({ kind }) => /reuse|login|connect/.test(kind));
          if (state.kind === 'FAILOVER') expect(asks).toBe(event === 'go');
          if (state.kind === 'STOPPED' || state.kind === 'XMPPCONNECTED') expect(asks).toBe(false);
          ({ state } = step);
        }
      }),
    );
  });
});
