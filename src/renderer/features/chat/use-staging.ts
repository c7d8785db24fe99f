import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { FileOptions } from '../../../shared/domain/file.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useEntity, useOnly } from '../../bridge/bridge-context.tsx';
import { useHost } from '../../bridge/host-context.tsx';
import { useStagedFiles } from './staged-files-context.tsx';
import { type StagedFile, type StagingProblem, stagingProblem } from './staged-files.ts';

/** A staged file, and why it can't be sent. */
export interface ShownFile extends StagedFile {
  readonly problem: StagingProblem | undefined;
}

export interface Staging {
  readonly options: FileOptions | undefined;
  readonly staged: readonly ShownFile[];
  /** Something is there that can be sent. */
  readonly isReady: boolean;
  /** `folders`: the names among them that are folders. */
  add(files: Iterable<File>, folders?: ReadonlySet<string>): void;
  remove(id: MessageId): void;
  removeAll(): void;
  send(): void;
}

/** So many go with one Send; the others stay in the tray for the next. */
export const MOST_FILES = 20;

/** What may be sent here: the administrator may have closed some kinds of conversations to files. */
function useOptions(conversationId: ConversationId, isRoom: boolean): FileOptions | undefined {
  const options = useOnly('fileOptions');
  const isLasting = useEntity('rooms', conversationId)?.isPersistent === true;
  const kind = isLasting ? 'room' : isRoom ? 'group' : 'person';
  return useMemo(
    () => (options?.closedTo?.includes(kind) ? { ...options, isEnabled: false, canCapture: false } : options),
    [options, kind],
  );
}

/** What is staged in one conversation, and its way to main. */
export function useStaging(
  conversationId: ConversationId,
  isRoom: boolean,
  onFailure: (failure: Failure) => void,
): Staging {
  const { call } = useBridge();
  const { files } = useHost();
  const options = useOptions(conversationId, isRoom);
  const kept = useStagedFiles();
  const waiting = useSyncExternalStore(kept.subscribe, () => kept.of(conversationId));
  const ending = useRef(new AbortController());

  const add = useCallback(
    (added: Iterable<File>, folders?: ReadonlySet<string>) => kept.add(conversationId, added, folders),
    [kept, conversationId],
  );
  const remove = useCallback(
    (id: MessageId) => void kept.take(conversationId, new Set([id])),
    [kept, conversationId],
  );
  const removeAll = useCallback(
    () => void kept.take(conversationId, new Set(kept.of(conversationId).map(({ id }) => id))),
    [kept, conversationId],
  );
  const handOver = useCallback(
    async (one: StagedFile): Promise<void> => {
      const { id, file, name } = one;
      const begun = await call('files/send', { id, conversationId, name, size: file.size });
      if (!begun.ok) {
        kept.giveBack(conversationId, one);
        return onFailure(begun.error);
      }
      // A file that has gone from the disk meanwhile can't be read; stopping is how main learns of it.
      const isWhole = await files.handOver(id, file, ending.current.signal).catch(() => false);
      if (!isWhole) void call('files/stop', { id });
    },
    [call, conversationId, files, kept, onFailure],
  );
  return useMemo(() => {
    const staged = waiting.map((one) => ({ ...one, problem: stagingProblem(one, options, isRoom) }));
    const ready = staged.filter(({ problem }) => problem === undefined);
    const send = () => {
      const going = new Set(ready.slice(0, MOST_FILES).map(({ id }) => id));
      for (const one of kept.take(conversationId, going)) void handOver(one);
    };
    return { options, staged, isReady: ready.length > 0, add, remove, removeAll, send };
  }, [waiting, options, isRoom, kept, conversationId, handOver, add, remove, removeAll]);
}
