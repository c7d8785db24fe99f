import type { FileOptions } from '../../../shared/domain/file.ts';
import { forbiddenEnding } from '../../../shared/domain/file-name.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { text } from '../../text/text.ts';

/** A file that was chosen, dropped, pasted or captured, and is not sent yet. */
export interface StagedFile {
  readonly id: MessageId;
  readonly file: File;
  readonly name: string;
  /** To be shown, of pictures. */
  readonly picture: string | undefined;
  readonly isFolder: boolean;
}

const NO_FOLDERS: ReadonlySet<string> = new Set();

export type StagingProblem = Pick<Failure, 'code' | 'params'>;

/** What is staged in each conversation. It stands above the conversations' panes, so nothing that redraws or leaves one loses a file. */
export interface StagedFiles {
  of(conversationId: ConversationId): readonly StagedFile[];
  /** The list may be one that the browser empties once its event is over: it is read at once. `folders`: which names in it are folders. */
  add(conversationId: ConversationId, files: Iterable<File>, folders?: ReadonlySet<string>): void;
  /** Takes them out, to be sent or dropped; gives those that were there. */
  take(conversationId: ConversationId, ids: ReadonlySet<MessageId>): readonly StagedFile[];
  /** What could not be handed over stands there again, before what came since. */
  giveBack(conversationId: ConversationId, file: StagedFile): void;
  subscribe(wake: () => void): () => void;
  /** Frees the pictures. */
  clear(): void;
}

const NONE: readonly StagedFile[] = [];

export function createStagedFiles(): StagedFiles {
  const staged = new Map<ConversationId, readonly StagedFile[]>();
  const listeners = new Set<() => void>();
  const of = (id: ConversationId) => staged.get(id) ?? NONE;
  const set = (id: ConversationId, files: readonly StagedFile[]) => {
    if (files.length === 0) staged.delete(id);
    else staged.set(id, files);
    for (const wake of listeners) wake();
  };
  return {
    of,
    add(id, files, folders = NO_FOLDERS) {
      const added = Array.from(files, (file) => toStaged(file, folders.has(file.name)));
      if (added.length > 0) set(id, [...of(id), ...added]);
    },
    take(id, ids) {
      const before = of(id);
      const taken = before.filter((one) => ids.has(one.id));
      if (taken.length === 0) return NONE;
      for (const { picture } of taken) if (picture !== undefined) URL.revokeObjectURL(picture);
      set(
        id,
        before.filter((one) => !ids.has(one.id)),
      );
      return taken;
    },
    giveBack: (id, one) => set(id, [{ ...one, picture: pictureOf(one.file) }, ...of(id)]),
    subscribe(wake) {
      listeners.add(wake);
      return () => void listeners.delete(wake);
    },
    clear() {
      for (const { picture } of [...staged.values()].flat())
        if (picture !== undefined) URL.revokeObjectURL(picture);
      staged.clear();
    },
  };
}

const toStaged = (file: File, isFolder: boolean): StagedFile => ({
  id: crypto.randomUUID() as string as MessageId,
  file,
  name: file.name === '' ? text('files.pasted-name') : file.name,
  picture: isFolder ? undefined : pictureOf(file),
  isFolder,
});

const pictureOf = (file: File): string | undefined =>
  /^image\/(png|jpeg|gif|webp)$/.test(file.type) ? URL.createObjectURL(file) : undefined;

/** Why it can't be sent, by what is known now; before the options are known nothing stands against it. */
export function stagingProblem(
  { name, file, isFolder }: Pick<StagedFile, 'name' | 'file' | 'isFolder'>,
  options: FileOptions | undefined,
  isRoom: boolean,
): StagingProblem | undefined {
  if (isFolder) return { code: 'files.folder' };
  if (!options) return undefined;
  if (!options.isEnabled) return { code: 'files.off' };
  const ending = forbiddenEnding(name, options.forbidden);
  if (ending !== undefined) return { code: 'files.forbidden-type', params: { ending } };
  const isOnlyUpload = isRoom || !options.canHandOver;
  // Servers refuse a slot for nothing (XEP-0363 section 5).
  if (isOnlyUpload && file.size === 0) return { code: 'files.empty' };
  return isOnlyUpload && options.maxBytes !== undefined && file.size > options.maxBytes
    ? { code: 'files.too-large' }
    : undefined;
}
