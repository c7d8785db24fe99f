import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { ciscoHarness } from '../../../../test/fakes/cisco-harness.ts';
import { RIGHT } from '../../../../test/fakes/session-harness.ts';
import { chainOf } from '../../../../test/fakes/trace-chain.ts';
import {
  changeTokens,
  type TokenEvent,
  type TokenLives,
  tokensReceived,
  type TokenState,
} from './token.machine.ts';

const page = readFileSync(new URL('../../../../docs/sign-in.md', import.meta.url), 'utf8');
const T = 1_700_000_000_000;
const HOUR = 3_600_000;
const lives: TokenLives = { access: { from: T, ms: HOUR }, isRenewable: true };
const events: readonly (readonly [string, TokenEvent])[] = [
  ['80 % over', { kind: 'tick', at: T + 0.8 * HOUR }],
  ['wanted when over', { kind: 'wanted', at: T + HOUR }],
  ['a server refuses it', { kind: 'refused', at: T }],
  ['no answer', { kind: 'failed', error: { code: 'net.timeout' }, at: T, fraction: 0 }],
  ['invalid_grant', { kind: 'failed', error: { code: 'auth.session-ended' }, at: T, fraction: 0 }],
  ['new tokens', { kind: 'received', lives, at: T }],
];

describe('docs/sign-in.md is true of tokens', () => {
  it('A2: the life of tokens', () => {
    const arrows = new Map<string, Set<string>>();
    const seen = new Set<string>();
    const visit = (state: TokenState): void => {
      if (seen.has(state.kind)) return;
      seen.add(state.kind);
      for (const [label, event] of events) {
        const { state: next } = changeTokens(state, event);
        if (next.kind === state.kind) continue;
        const arrow = `${state.kind} --> ${next.kind}`;
        arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(label));
        visit(next);
      }
    };
    visit(tokensReceived(lives, T).state);
    const drawn = [...arrows].map(([arrow, labels]) => `${arrow} : ${[...labels].join(', ')}`).toSorted();
    const block = page.slice(page.indexOf('## Tokens\n')).split('```mermaid\n')[1]?.split('```')[0] ?? '';
    const written = block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.includes('-->') && !line.startsWith('[*]'));
    expect(written.toSorted()).toEqual(drawn);
  });

  it('Q5: the round trips of a first sign-in by single sign-on', async () => {
    const harness = await ciscoHarness({ sso: 'enabled' });
    harness.browser.deeds.push({ kind: 'sign-in', user: 'alice', password: RIGHT });
    await harness.session.start();
    await harness.begin();
    await vi.waitFor(() => expect(harness.now().phase).toBe('signed-in'), { timeout: 10_000 });
    const spans = harness.trace.spans();
    const root = spans.find(({ name }) => name === 'sign-in');
    const counted = spans
      .filter(
        ({ parentId, name }) =>
          parentId === root?.id && !/^(chat|phone|directory|one-time-password)$/.test(name),
      )
      .map((span) => [span.name, String(chainOf(span, spans))] as const);
    const rows =
      page
        .slice(page.indexOf('### First sign-in, single sign-on\n'))
        .split('\n\n')[1]
        ?.split('\n')
        .slice(2) ?? [];
    const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));
    expect(cells.map(([, name = '', count = '']) => [name.replaceAll('`', ''), count])).toEqual(counted);
  });
});
