import { ONLY } from '../../shared/contract/topics.ts';
import type { Publication } from '../router/publication.ts';
import type { IdentityStore } from '../ports/storage.port.ts';
import type { IdentityService } from './session-services.ts';

/** Publishes how many missed calls nobody has looked at (V10), for the rail and the number on the icon. */
export function createMissedCalls(publication: Publication): IdentityService {
  let stop = (): void => {};
  return {
    async start({ callLog }: Pick<IdentityStore, 'callLog'>) {
      let isOpen = true;
      let isCounting = false;
      let isAsked = false;
      const count = async (): Promise<void> => {
        isAsked = true;
        if (isCounting) return;
        isCounting = true;
        while (isAsked && isOpen) {
          isAsked = false;
          // A store that fails says so elsewhere; the number stays as it was.
          const missed = await callLog.unseenMissed().catch(() => undefined);
          if (isOpen && missed !== undefined) publication.set('missedCalls', ONLY, { count: missed });
        }
        isCounting = false;
      };
      const { feed } = publication.open(['callLog'], () =>
        queueMicrotask(() => {
          while (feed.take().length > 0);
          void count();
        }),
      );
      stop = () => {
        isOpen = false;
        feed.close();
        publication.remove('missedCalls', ONLY);
      };
      await count();
    },
    async stop() {
      stop();
    },
  };
}
