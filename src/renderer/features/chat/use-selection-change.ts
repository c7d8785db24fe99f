import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { Selected } from './format-text.ts';

/** Changes the field's text where its selection is; the selection follows once the text is shown. */
export function useSelectionChange(
  input: RefObject<HTMLTextAreaElement | null>,
  setBody: (text: string) => void,
): (make: (selected: Selected) => Selected) => void {
  const wanted = useRef<Selected>(undefined);
  useLayoutEffect(() => {
    const field = input.current;
    if (!wanted.current || field?.value !== wanted.current.text) return;
    field.focus();
    field.setSelectionRange(wanted.current.start, wanted.current.end);
    wanted.current = undefined;
  });
  return (make) => {
    const field = input.current;
    if (!field) return;
    const { value, selectionStart: start, selectionEnd: end } = field;
    wanted.current = make({ text: value, start, end });
    setBody(wanted.current.text);
  };
}
