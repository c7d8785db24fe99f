import { useEffect } from 'react';

const WRITTEN_IN = 'input, textarea, [contenteditable]';

/**
 * A file or a link that is dropped where nobody takes it would be opened by the browser in place of the window, and a call
 * would go with it. Text may still be dragged into a field.
 */
function refuseStrayDrop(event: DragEvent): void {
  if (event.defaultPrevented) return;
  const isFile = event.dataTransfer?.types.includes('Files') === true;
  const isInField = event.target instanceof Element && event.target.closest(WRITTEN_IN) !== null;
  if (isInField && !isFile) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

export function useDropGuard(): void {
  useEffect(() => {
    addEventListener('dragover', refuseStrayDrop);
    addEventListener('drop', refuseStrayDrop);
    return () => {
      removeEventListener('dragover', refuseStrayDrop);
      removeEventListener('drop', refuseStrayDrop);
    };
  }, []);
}
