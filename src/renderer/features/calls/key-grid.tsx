import { useRef } from 'react';
import { dialKeys, type DialKey } from './dial-keys.ts';
import styles from './key-grid.module.css';

const LONG_PRESS_MS = 500;

export interface KeyGridProps {
  readonly onKey: (digit: string) => void;
  /** Holding 0 gives +, for numbers; tones have no plus. */
  readonly hasPlus: boolean;
}

/** The twelve keys of a telephone. Laid out left to right in every language, as on a telephone. */
export function KeyGrid({ onKey, hasPlus }: KeyGridProps) {
  return (
    <div className={styles['grid']} dir="ltr">
      {dialKeys.map((key) => (
        <Key key={key.digit} dialKey={key} hasPlus={hasPlus} onKey={onKey} />
      ))}
    </div>
  );
}

function Key({ dialKey, hasPlus, onKey }: { readonly dialKey: DialKey } & KeyGridProps) {
  const { digit } = dialKey;
  const letters = hasPlus || digit !== '0' ? dialKey.letters : '';
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wasLong = useRef(false);
  const begin = () => {
    wasLong.current = false;
    if (!hasPlus || digit !== '0') return;
    timer.current = setTimeout(() => {
      wasLong.current = true;
      onKey('+');
    }, LONG_PRESS_MS);
  };
  const end = () => clearTimeout(timer.current);
  return (
    <button
      type="button"
      className={styles['key']}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerLeave={end}
      onClick={() => {
        if (!wasLong.current) onKey(digit);
        wasLong.current = false;
      }}
    >
      <span className={styles['digit']}>{digit}</span>
      <span className={styles['letters']} aria-hidden="true">
        {letters}
      </span>
    </button>
  );
}
