import type { PresenceShow } from '../../shared/domain/presence.ts';
import { text } from '../text/text.ts';
import styles from './presence-glyph.module.css';

/** Shapes tell the states apart without colour: check, clock, bar, handset, calendar, cross, question mark. */
const shapes: Readonly<
  Record<PresenceShow, { readonly tone: string; readonly path: string; readonly isHollow?: boolean }>
> = {
  available: { tone: 'available', path: 'M4.2 8.3 6.9 11l5-5.6' },
  away: { tone: 'away', path: 'M8 4.2V8l2.8 1.9' },
  'extended-away': { tone: 'away', path: 'M8 4.2V8l2.8 1.9' },
  'do-not-disturb': { tone: 'busy', path: 'M4.6 8h6.8' },
  presenting: { tone: 'busy', path: 'M4.6 8h6.8' },
  'on-a-call': {
    tone: 'onCall',
    path: 'M5.2 4.8c-.6 3 2.9 6.6 6 6l.3-1.8-2-.8-.9.9c-.9-.5-1.6-1.2-2.1-2.1l.9-.9-.7-2z',
  },
  'in-a-meeting': { tone: 'onCall', path: 'M4.8 6.4h6.4M4.8 4.9h6.4v6.4H4.8z' },
  offline: { tone: 'offline', path: 'M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8', isHollow: true },
  unknown: {
    tone: 'offline',
    path: 'M6.2 6.4c0-2.4 3.6-2.3 3.6-.1 0 1.4-1.8 1.4-1.8 2.8M8 11.4v.1',
    isHollow: true,
  },
};

export interface PresenceGlyphProps {
  readonly show: PresenceShow;
  /** CSS pixels. */
  readonly size?: number;
  /** When the state is said in words right beside it. */
  readonly isDecorative?: boolean;
}

export function PresenceGlyph({ show, size = 14, isDecorative = false }: PresenceGlyphProps) {
  const shape = shapes[show];
  const label = isDecorative
    ? { 'aria-hidden': true as const }
    : { role: 'img', 'aria-label': text(`presence.${show}`) };
  return (
    <svg
      className={styles['glyph']}
      data-tone={shape.tone}
      data-hollow={shape.isHollow ?? false}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      {...label}
    >
      <circle cx="8" cy="8" r={shape.isHollow ? 6.9 : 7.5} />
      <path d={shape.path} />
    </svg>
  );
}
