import { useCallback, useEffect, useRef, useState } from 'react';
import type { FileOptions } from '../../../shared/domain/file.ts';
import { forbiddenEnding } from '../../../shared/domain/file-name.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge, useOnly } from '../../bridge/bridge-context.tsx';
import { useHost } from '../../bridge/host-context.tsx';
import { text } from '../../text/text.ts';

/** A file that was chosen, dropped, pasted or captured, and is not sent yet. */
export interface StagedFile {
  readonly id: MessageId;
  readonly file: File;
  readonly name: string;
  /** To be shown, of pictures. */
  readonly picture: string | undefined;
  /** Why it can't be sent. */
  readonly problem: Pick<Failure, 'code' | 'params'> | undefined;
}

export interface Staging {
  readonly options: FileOptions | undefined;
  readonly staged: readonly StagedFile[];
  /** Something is there that can be sent. */
  readonly isReady: boolean;
  add(files: Iterable<File>): void;
  remove(id: MessageId): void;
  send(): void;
}

/** More than anybody means to send at once. */
const MOST_FILES = 20;

/** What is staged in one conversation, and its way to main. */
export function useStaging(
  conversationId: ConversationId,
  isRoom: boolean,
  onFailure: (failure: Failure) => void,
): Staging {
  const { call } = useBridge();
  const { files } = useHost();
  const options = useOnly('fileOptions');
  const [staged, setStaged] = useState<readonly StagedFile[]>([]);
  const pictures = useRef(new Set<string>());
  const ending = useRef(new AbortController());
  useEffect(() => {
    const { current } = pictures;
    return () => {
      for (const url of current) URL.revokeObjectURL(url);
    };
  }, []);

  const add = useCallback(
    (added: Iterable<File>) =>
      setStaged((before) => [
        ...before,
        ...[...added].slice(0, MOST_FILES - before.length).map((file) => {
          const one = stage(file, options, isRoom);
          if (one.picture !== undefined) pictures.current.add(one.picture);
          return one;
        }),
      ]),
    [options, isRoom],
  );
  const remove = useCallback(
    (id: MessageId) => setStaged((before) => before.filter((one) => one.id !== id)),
    [],
  );
  const send = () => {
    const ready = staged.filter(({ problem }) => problem === undefined);
    setStaged(staged.filter(({ problem }) => problem !== undefined));
    for (const { id, file, name } of ready) void handOver(id, file, name);
  };
  const handOver = async (id: MessageId, file: File, name: string): Promise<void> => {
    const begun = await call('files/send', { id, conversationId, name, size: file.size });
    if (!begun.ok) return onFailure(begun.error);
    // A file that has gone from the disk meanwhile can't be read; stopping is how main learns of it.
    const isWhole = await files.handOver(id, file, ending.current.signal).catch(() => false);
    if (!isWhole) void call('files/stop', { id });
  };
  return {
    options,
    staged,
    isReady: staged.some(({ problem }) => problem === undefined),
    add,
    remove,
    send,
  };
}

function stage(file: File, options: FileOptions | undefined, isRoom: boolean): StagedFile {
  const name = file.name === '' ? text('files.pasted-name') : file.name;
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  return {
    id: crypto.randomUUID() as string as MessageId,
    file,
    name,
    picture: isPicture ? URL.createObjectURL(file) : undefined,
    problem: problemOf(name, file.size, options, isRoom),
  };
}

function problemOf(
  name: string,
  size: number,
  options: FileOptions | undefined,
  isRoom: boolean,
): StagedFile['problem'] {
  if (!options) return undefined;
  if (!options.isEnabled) return { code: 'files.off' };
  const ending = forbiddenEnding(name, options.forbidden);
  if (ending !== undefined) return { code: 'files.forbidden-type', params: { ending } };
  const isOnlyUpload = isRoom || !options.canHandOver;
  return isOnlyUpload && options.maxBytes !== undefined && size > options.maxBytes
    ? { code: 'files.too-large' }
    : undefined;
}
