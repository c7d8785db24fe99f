import { useEffect, useRef } from 'react';

const TYPING_PAUSE_MS = 5000;

/** Says «typing» once when it begins and «not typing» after a pause or when one leaves, not a stanza for every key (XEP-0085). */
export function useTyping(onTyping: (isTyping: boolean) => void): {
  touch: (hasText: boolean) => void;
  stop: () => void;
} {
  const isTyping = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (value: boolean) => {
    if (isTyping.current !== value) onTyping(value);
    isTyping.current = value;
  };
  const stop = () => {
    clearTimeout(timer.current);
    set(false);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      if (isTyping.current) onTyping(false);
      isTyping.current = false;
    },
    [onTyping],
  );
  return {
    touch(hasText) {
      clearTimeout(timer.current);
      set(hasText);
      timer.current = setTimeout(stop, TYPING_PAUSE_MS);
    },
    stop,
  };
}
