import { type ClipboardEvent, type DragEvent, useMemo } from 'react';
import type { Staging } from './use-staging.ts';

/** Pasting and dropping anywhere in a conversation stages files; text goes where it always went. */
export function useTaking({ add, options }: Staging, isOpen: boolean) {
  // Before the options are known files are taken too: what is dropped must not go astray.
  const isTaking = isOpen && options?.isEnabled !== false;
  return useMemo(() => {
    if (!isTaking) return {};
    return {
      onPaste(event: ClipboardEvent) {
        const { files, types } = event.clipboardData;
        // Office programs put a picture of the words beside them.
        if (files.length === 0 || types.includes('text/plain')) return;
        event.preventDefault();
        add(files);
      },
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop(event: DragEvent) {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        add(event.dataTransfer.files);
      },
    };
  }, [add, isTaking]);
}
