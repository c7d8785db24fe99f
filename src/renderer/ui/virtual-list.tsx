import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTextScale } from '../theme/text-scale.ts';
import styles from './virtual-list.module.css';

export interface VirtualListProps<T> {
  readonly items: readonly T[];
  /** CSS pixels at the usual text size, or per item; rows grow with the text. */
  readonly rowHeight: number | ((item: T) => number);
  /** For screen readers. */
  readonly label: string;
  readonly keyOf: (item: T) => string;
  readonly selectedKey?: string | undefined;
  /** Enter or a click. */
  readonly onActivate: (item: T) => void;
  readonly renderRow: (item: T, isActive: boolean) => ReactNode;
  /** What type-ahead matches; no type-ahead without it. */
  readonly nameOf?: (item: T) => string;
  /** Keys beyond the list's own; return true when handled. */
  readonly onKey?: (event: KeyboardEvent, item: T) => boolean;
  /** The right button on a row, or the key for it: ContextMenu, Shift+F10. The row is the active one by then. */
  readonly onMenu?: (item: T, at: DOMRect) => void;
  /** A row that only parts others: not selectable, skipped by the arrows. */
  readonly isHeading?: (item: T) => boolean;
}

const TYPE_AHEAD_MS = 700;

const isMenuKey = ({ key, shiftKey }: KeyboardEvent): boolean =>
  key === 'ContextMenu' || (key === 'F10' && shiftKey);

/** Letters typed fast are one word; after a pause a new one begins. */
function typedSoFar(before: { readonly text: string; readonly at: number }, character: string) {
  const kept = performance.now() - before.at < TYPE_AHEAD_MS ? before.text : '';
  return { text: kept + character.toLocaleLowerCase(), isNew: kept === '' };
}

/**
 * A list of any length as one tab stop: only the rows in view exist. Arrows, Home, End, page keys and type-ahead move
 * the active row; the list keeps the focus and names its active row to screen readers.
 */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, keyOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeKey, setActiveKey] = useState<string>();
  const typed = useRef({ text: '', at: 0 });
  const clicked = useRef<string>(undefined);
  const scale = useTextScale();
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      Math.max(1, scale) *
      (typeof props.rowHeight === 'number' ? props.rowHeight : props.rowHeight(items[index] as T)),
    getItemKey: (index) => keyOf(items[index] as T),
    overscan: 6,
  });
  useEffect(() => rows.measure(), [rows, scale]);
  const selected = useRef(props.selectedKey);
  useEffect(() => {
    // Selected from elsewhere: the row that was chosen here is not the one any more. Of what is selected no more the place stays.
    setActiveKey(props.selectedKey === undefined ? selected.current : undefined);
    selected.current = props.selectedKey;
  }, [props.selectedKey]);
  const place = useRef(-1);
  const known = items.findIndex((item) => keyOf(item) === (activeKey ?? props.selectedKey));
  // Of a row that has gone, the one that stands in its place is the active one.
  const active = known === -1 && activeKey !== undefined ? Math.min(place.current, items.length - 1) : known;
  useEffect(() => {
    if (active !== -1) place.current = active;
  });
  const idOf = (key: string) => `row-${key}`;
  const placeOf = (key: string) =>
    (document.getElementById(idOf(key)) ?? scroller.current)?.getBoundingClientRect() ?? new DOMRect();

  const moveTo = (index: number, direction: 1 | -1) => {
    let target = Math.min(Math.max(index, 0), items.length - 1);
    while (items[target] !== undefined && props.isHeading?.(items[target] as T)) target += direction;
    const item = items[target];
    if (item === undefined) return;
    setActiveKey(keyOf(item));
    rows.scrollToIndex(target);
  };
  const typeAhead = (character: string) => {
    const { text, isNew } = typedSoFar(typed.current, character);
    typed.current = { text, at: performance.now() };
    const start = isNew ? active + 1 : Math.max(active, 0);
    const order = [...items.keys()].map((step) => (start + step) % items.length);
    const found = order.find((index) => {
      const item = items[index] as T;
      return !props.isHeading?.(item) && props.nameOf?.(item).toLocaleLowerCase().startsWith(text);
    });
    if (found !== undefined) moveTo(found, 1);
  };
  const pageSize = () => Math.max(1, rows.getVirtualItems().length - 8);
  const moves: Readonly<Record<string, () => void>> = {
    ArrowDown: () => moveTo(active + 1, 1),
    ArrowUp: () => moveTo(active === -1 ? items.length - 1 : active - 1, -1),
    Home: () => moveTo(0, 1),
    End: () => moveTo(items.length - 1, -1),
    PageDown: () => moveTo(active + pageSize(), 1),
    PageUp: () => moveTo(active - pageSize(), -1),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[active];
    if (item !== undefined && props.onMenu && isMenuKey(event)) {
      event.preventDefault();
      return props.onMenu(item, placeOf(keyOf(item)));
    }
    if (item !== undefined && props.onKey?.(event, item)) return event.preventDefault();
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    } else if (event.key === 'Enter' && item !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      props.onActivate(item);
    } else if (props.nameOf && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey)
      typeAhead(event.key);
  };

  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      role="listbox"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={items[active] === undefined ? undefined : idOf(keyOf(items[active]))}
      onKeyDown={onKeyDown}
    >
      <div className={styles['space']} style={{ height: rows.getTotalSize() }} role="presentation">
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index] as T;
          const key = keyOf(item);
          const isHeading = props.isHeading?.(item) ?? false;
          const isActive = row.index === active;
          return (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has the focus and the keys
            <div
              key={row.key}
              id={idOf(key)}
              className={styles['row']}
              data-active={isActive}
              data-heading={isHeading}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              role="option"
              aria-selected={key === props.selectedKey || isActive}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              onContextMenu={(event) => {
                if (!props.onMenu || isHeading) return;
                event.preventDefault();
                setActiveKey(key);
                props.onMenu(item, new DOMRect(event.clientX, event.clientY));
              }}
              onClickCapture={(event) => {
                // A call bar that opens moves the list: the second click of a double click would meet another row.
                if (event.detail > 1 && clicked.current !== key) event.stopPropagation();
                else clicked.current = key;
              }}
              onClick={() => {
                setActiveKey(key);
                props.onActivate(item);
              }}
            >
              {props.renderRow(item, isActive)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
