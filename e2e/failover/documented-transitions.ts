import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceSpan } from '../../src/shared/domain/trace.ts';

const page = join(import.meta.dirname, '..', '..', 'docs', 'protocols', 'chat-failover.md');

/** `FROM --> TO` of the diagram in the documents. */
export function documentedTransitions(): ReadonlySet<string> {
  const diagram = readFileSync(page, 'utf8').split('```mermaid\n')[1]?.split('```')[0] ?? '';
  const arrows = diagram.split('\n').map((line) => /^\s*([A-Z_]+) --> ([A-Z_]+) :/.exec(line));
  return new Set(arrows.flatMap((arrow) => (arrow ? [`${arrow[1]} --> ${arrow[2]}`] : [])));
}

/** The transitions of every failover in a trace, in order. Each begins in XMPPCONNECTED, or where the last one stopped. */
export function transitionsIn(spans: readonly TraceSpan[]): readonly string[] {
  let state = 'XMPPCONNECTED';
  const roots = spans.filter(({ name }) => name === 'chat-failover');
  return roots.flatMap((root) =>
    spans
      .filter(({ parentId, name }) => parentId === root.id && /^[A-Z_]+$/.test(name))
      .map(({ name }) => {
        const transition = `${state} --> ${name}`;
        state = name;
        return transition;
      }),
  );
}
