import { type RefObject, useEffect } from 'react';

const QUESTION = '[role="dialog"], [role="alertdialog"]';

/** Where the keyboard was last, in the window or in what stands before it without asking anything. */
interface LastPlace {
  readonly element: Element;
  readonly part: HTMLElement | undefined;
}

/**
 * The keyboard is never lost. A button that goes away when it is pressed (Answer, Send again) takes it along: the part of the
 * window it stood in gets it then, or `fallback` when that is gone too, as it does for what stood before the window (an
 * incoming call). Never a field: digits typed in a call must stay digits. A dialog that closes gives it back to where it was.
 */
export function useFocusRescue(
  hub: RefObject<HTMLElement | null>,
  fallback: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const root = hub.current;
    if (!root) return;
    let last: LastPlace | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      if (!root.contains(target) && !target.closest('[data-before-all]')) return;
      const part = [...root.children].find((child) => child.contains(target));
      last = { element: target, part: part instanceof HTMLElement ? part : undefined };
    };
    const observer = new MutationObserver((records) => {
      if (!last || document.activeElement !== document.body) return;
      const { element, part } = last;
      if (element.isConnected) {
        if (records.some(hasRemovedQuestion) && element instanceof HTMLElement) element.focus();
        return;
      }
      last = undefined;
      if (part?.isConnected && part.checkVisibility() && part.getAttribute('tabindex') === '-1') part.focus();
      else fallback.current?.focus();
    });
    document.addEventListener('focusin', onFocus);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => {
      document.removeEventListener('focusin', onFocus);
      observer.disconnect();
    };
  }, [hub, fallback]);
}

function hasRemovedQuestion({ removedNodes }: MutationRecord): boolean {
  return [...removedNodes].some(
    (node) => node instanceof Element && (node.matches(QUESTION) || node.querySelector(QUESTION) !== null),
  );
}
