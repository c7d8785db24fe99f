import { type RefObject, useEffect } from 'react';

/**
 * A button that goes away when it is pressed (Answer, Send again) takes the keyboard with it: the part of the window it
 * stood in gets it then, or `fallback` when that is gone too, as it does for what stood before the window (an incoming
 * call). Never a field: digits typed in a call must stay digits.
 */
export function useFocusRescue(
  hub: RefObject<HTMLElement | null>,
  fallback: RefObject<HTMLElement | null>,
): void {
  useEffect(() => {
    const root = hub.current;
    if (!root) return;
    let last: { readonly element: Element; readonly part: HTMLElement | undefined } | undefined;
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      if (!root.contains(target) && !target.closest('[data-before-all]')) return;
      const part = [...root.children].find((child) => child.contains(target));
      last = { element: target, part: part instanceof HTMLElement ? part : undefined };
    };
    const observer = new MutationObserver(() => {
      if (!last || last.element.isConnected || document.activeElement !== document.body) return;
      const { part } = last;
      last = undefined;
      if (part?.isConnected && part.tabIndex === -1 && part.hasAttribute('tabindex')) part.focus();
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
