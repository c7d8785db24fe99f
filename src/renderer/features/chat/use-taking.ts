import { type ClipboardEvent, type DragEvent, useMemo, useState } from 'react';
import { text } from '../../text/text.ts';
import { foldersOf } from './dropped-folders.ts';
import { asTextFile } from './longest-text.ts';
import type { Staging } from './use-staging.ts';

/** What a conversation does with what is pasted and dropped anywhere in it. */
export interface Taking {
  readonly onPaste?: (event: ClipboardEvent) => void;
  readonly onDragOver?: (event: DragEvent) => void;
  readonly onDragLeave?: (event: DragEvent) => void;
  readonly onDrop?: (event: DragEvent) => void;
  /** Files are held over it. */
  readonly 'data-drop'?: boolean;
}

/** Pasting and dropping stage files; text goes where it always went, unless it is too long for a message. */
export function useTaking({ add, options }: Staging, isOpen: boolean): Taking {
  // Before the options are known files are taken too: what is dropped must not go astray.
  const isTaking = isOpen && options?.isEnabled !== false;
  const [isOver, setOver] = useState(false);
  return useMemo(() => {
    if (!isTaking) return {};
    return {
      'data-drop': isOver,
      onPaste(event) {
        const { files, types } = event.clipboardData;
        const long = asTextFile(event.clipboardData.getData('text/plain'), text('files.pasted-text-name'));
        // Office programs put a picture of the words beside them.
        if (!long && (files.length === 0 || types.includes('text/plain'))) return;
        event.preventDefault();
        add(long ? [long] : files);
      },
      onDragOver(event) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setOver(true);
      },
      onDragLeave(event) {
        const { relatedTarget, currentTarget } = event;
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(false);
      },
      onDrop(event) {
        setOver(false);
        const { files, items } = event.dataTransfer;
        if (files.length === 0) return;
        event.preventDefault();
        add(files, foldersOf(items));
      },
    };
  }, [add, isTaking, isOver]);
}
