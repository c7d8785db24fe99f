import type { Call } from '../../shared/domain/call.ts';
import type { Publication } from '../router/publication.ts';

/** Tells a service of calls as they are published; with nothing when one is gone. */
export function followCalls(
  publication: Publication,
  told: (id: string, call: Call | undefined) => void,
): void {
  const { feed } = publication.open(['calls'], () => {
    // A microtask later: what is published in one go is told in one go.
    queueMicrotask(() => {
      for (let batch = feed.take(); batch.length > 0; batch = feed.take())
        // The topic's own type: the publisher took it as one.
        for (const { key, value } of batch) told(key, value as Call | undefined);
    });
  });
}
