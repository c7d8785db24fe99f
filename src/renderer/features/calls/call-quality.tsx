import { Button, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components';
import { CellularData1Regular, CellularData3Regular, CellularWarningRegular } from '@fluentui/react-icons';
import type { JSX } from 'react';
import type { CallId } from '../../../shared/domain/ids.ts';
import type { CallQuality as Quality, QualityLevel } from '../../../shared/domain/call-quality.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useWindowRules } from '../../bridge/use-window-rules.ts';
import { numberText } from '../../text/formats.ts';
import { text } from '../../text/text.ts';
import styles from './call-quality.module.css';

const icons: Readonly<Record<QualityLevel, JSX.Element>> = {
  good: <CellularData1Regular />,
  fair: <CellularData3Regular />,
  poor: <CellularWarningRegular />,
};

/** Three bars, and behind them cause, advice, figures and the last minute (V12). Nothing before there is something to measure. */
export function CallQuality({ callId }: { readonly callId: CallId }) {
  const quality = useEntity('quality', callId);
  const { showsQuality } = useWindowRules();
  if (!quality || !showsQuality) return null;
  const { level } = quality;
  return (
    <Popover trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button
          size="small"
          appearance="subtle"
          className={styles['button']}
          data-level={level}
          icon={icons[level]}
          aria-label={text('quality.button', { level: text(`quality.${level}`) })}
        />
      </PopoverTrigger>
      {/* Nothing in it takes the focus, so it takes it itself: otherwise it would stay hidden from screen readers. */}
      <PopoverSurface tabIndex={-1} aria-label={text('quality.title')} className={styles['surface']}>
        <strong>{text('quality.button', { level: text(`quality.${level}`) })}</strong>
        <Advice quality={quality} />
        <Chart quality={quality} />
        <Figures quality={quality} />
      </PopoverSurface>
    </Popover>
  );
}

/** Said in the card, where it is bad: what it is and what helps. */
export function QualityNote({ callId }: { readonly callId: CallId }) {
  const quality = useEntity('quality', callId);
  return (
    <div role="status" className={styles['note']}>
      {quality && quality.level !== 'good' && <Advice quality={quality} />}
    </div>
  );
}

function Advice({ quality: { level, cause } }: { readonly quality: Quality }) {
  if (level === 'good') return null;
  return (
    <p className={styles['advice']}>
      {cause ? text(`quality.cause.${cause}`) : text('quality.cause.unknown')}
    </p>
  );
}

function Figures({ quality: { now, codec } }: { readonly quality: Quality }) {
  const percent = (value: number) => numberText(value, { style: 'percent', maximumFractionDigits: 1 });
  const ms = (value: number) => text('quality.ms', { value: Math.round(value) });
  const rows: readonly (readonly [string, string])[] = [
    [text('quality.score'), numberText(now.mos, { minimumFractionDigits: 1, maximumFractionDigits: 1 })],
    [text('quality.loss-in'), percent(now.lossIn)],
    ...(now.lossOut === undefined ? [] : [[text('quality.loss-out'), percent(now.lossOut)] as const]),
    [text('quality.jitter'), ms(now.jitterMs)],
    ...(now.roundTripMs === undefined ? [] : [[text('quality.round-trip'), ms(now.roundTripMs)] as const]),
    ...(codec === undefined ? [] : [[text('quality.codec'), codec] as const]),
    [text('quality.path'), text('quality.path.direct')],
  ];
  return (
    <dl className={styles['figures']}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Good from here on, and poor below (ITU-T G.107 annex B). */
const BORDERS = [3.6, 3.1] as const;
const heightOf = (mos: number): number => (4.5 - mos) * 8;

/** The score of the last minute, 1 at the bottom and 4.5 at the top, before the borders of good and poor. */
function Chart({ quality: { recent, level } }: { readonly quality: Quality }) {
  const points = recent.map((mos, at) => `${60 - recent.length + at + 1},${heightOf(mos)}`).join(' ');
  return (
    <svg
      className={styles['chart']}
      data-level={level}
      viewBox="0 0 60 28"
      preserveAspectRatio="none"
      role="img"
    >
      <title>{text('quality.chart')}</title>
      {BORDERS.map((mos) => (
        <line
          key={mos}
          className={styles['border']}
          x1="0"
          x2="60"
          y1={heightOf(mos)}
          y2={heightOf(mos)}
          vectorEffect="non-scaling-stroke"
        />
      ))}
      <polyline points={points} fill="none" stroke="currentColor" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
