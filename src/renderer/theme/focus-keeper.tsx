import { useModalAttributes } from '@fluentui/react-components';

/**
 * Keeps Fluent's focus manager alive. It goes with its last user, and where that is a dialog (as on the sign-in screen)
 * the rest of the page would stay hidden from screen readers, because nobody is left to undo it.
 */
export function FocusKeeper(): undefined {
  useModalAttributes();
  return undefined;
}
