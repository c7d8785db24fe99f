import { describe, expect, it } from 'vitest';
import type { ChannelBinding } from './channel-binding.ts';
import { chooseMechanism } from './mechanism-choice.ts';

const data = new Uint8Array([1]);
const exporter: ChannelBinding = { type: 'tls-exporter', data };
const unique: ChannelBinding = { type: 'tls-unique', data };
const endPoint: ChannelBinding = { type: 'tls-server-end-point', data };
const all = ['SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS', 'SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS', 'PLAIN'];

/** Name and gs2 flag of the choice. */
function choice(
  mechanisms: readonly string[],
  possible: readonly ChannelBinding[] = [],
  bindings: readonly string[] = [],
): string {
  const chosen = chooseMechanism({ mechanisms, bindings }, 'password', possible);
  if (!chosen) return 'none';
  return chosen.kind === 'scram' ? `${chosen.name} ${gs2(chosen.binding)}` : chosen.name;
}

function gs2(binding: { flag: string; type?: string }): string {
  return binding.type ?? binding.flag;
}

describe('choice of mechanism', () => {
  it.each([
    [all, [exporter, endPoint], ['tls-unique', 'tls-exporter'], 'SCRAM-SHA-256-PLUS tls-exporter'],
    // ejabberd before 24.02 binds TLS 1.3 to tls-unique and announces nothing.
    [all, [exporter, endPoint], [], 'SCRAM-SHA-256 n'],
    [all, [unique, endPoint], [], 'SCRAM-SHA-256-PLUS tls-unique'],
    [[...all, 'SCRAM-SHA-512'], [], [], 'SCRAM-SHA-512 n'],
    [
      ['SCRAM-SHA-512', 'SCRAM-SHA-512-PLUS'],
      [exporter],
      ['tls-exporter'],
      'SCRAM-SHA-512-PLUS tls-exporter',
    ],
    [all, [exporter, endPoint], ['tls-server-end-point'], 'SCRAM-SHA-256-PLUS tls-server-end-point'],
    [all, [endPoint], [], 'SCRAM-SHA-256 n'],
    [all, [exporter], ['tls-unique'], 'SCRAM-SHA-256 n'],
    [all, [], [], 'SCRAM-SHA-256 n'],
    [['SCRAM-SHA-1', 'SCRAM-SHA-1-PLUS'], [exporter], ['tls-exporter'], 'SCRAM-SHA-1-PLUS tls-exporter'],
    [['SCRAM-SHA-1', 'PLAIN'], [exporter], [], 'SCRAM-SHA-1 y'],
    [['SCRAM-SHA-1'], [], [], 'SCRAM-SHA-1 n'],
    [['PLAIN', 'CISCO-VTG-TOKEN', 'X-OTHER'], [exporter], [], 'PLAIN'],
    [['CISCO-VTG-TOKEN', 'DIGEST-MD5', 'EXTERNAL'], [exporter], [], 'none'],
    [[], [], [], 'none'],
  ])('M1: %j with %j (server knows %j): %s', (mechanisms, possible, bindings, expected) => {
    expect(choice(mechanisms, possible, bindings)).toBe(expected);
  });

  it('A1: a one-time password goes into CISCO-VTG-TOKEN and nowhere else', () => {
    expect(
      chooseMechanism({ mechanisms: ['PLAIN', 'CISCO-VTG-TOKEN'], bindings: [] }, 'one-time', [])?.name,
    ).toBe('CISCO-VTG-TOKEN');
    expect(chooseMechanism({ mechanisms: all, bindings: [] }, 'one-time', [])).toBeUndefined();
  });
});
