import { CheckboxCheckedFilled, CheckboxUncheckedRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { plural, text } from '../text/text.ts';
import { SearchField } from './search-field.tsx';
import styles from './people-picker.module.css';
import { VirtualList } from './virtual-list.tsx';

/** Somebody to choose; without an address there is nothing to choose them by. */
export interface Choosable {
  readonly name: string;
  readonly address?: string | undefined;
}

/** People to choose several of, by name; `chosen` holds their addresses. */
export function PeoplePicker({
  people: offered,
  chosen,
  search = text('picker.search'),
  onChange,
}: {
  readonly people: ReadonlyMap<string, Choosable>;
  readonly chosen: ReadonlySet<string>;
  /** What is searched, where it isn't one's contacts. */
  readonly search?: string;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const [query, setQuery] = useState('');
  const people = useMemo(() => {
    const wanted = query.trim().toLocaleLowerCase();
    return [...offered.values()]
      .flatMap(({ name, address }) => (address === undefined ? [] : [{ name, address }]))
      .filter(({ name, address }) => `${name} ${address}`.toLocaleLowerCase().includes(wanted))
      .sort((a, b) => a.name.localeCompare(b.name));
  }, [offered, query]);
  const toggle = (address: string) => {
    const next = new Set(chosen);
    if (!next.delete(address)) next.add(address);
    onChange(next);
  };
  return (
    <div className={styles['picker']}>
      <SearchField
        className={styles['search']}
        value={query}
        placeholder={search}
        aria-label={search}
        onChange={(_, data) => setQuery(data.value)}
      />
      <p role="status">{plural('picker.chosen', chosen.size)}</p>
      {people.length === 0 ? (
        <p>{text('picker.none')}</p>
      ) : (
        <div className={styles['list']}>
          <VirtualList
            items={people}
            rowHeight={36}
            label={text('picker.people')}
            keyOf={(one) => one.address}
            nameOf={(one) => one.name}
            onActivate={(one) => toggle(one.address)}
            renderRow={(one) => (
              <div className={styles['person']} data-chosen={chosen.has(one.address)}>
                {chosen.has(one.address) ? <CheckboxCheckedFilled /> : <CheckboxUncheckedRegular />}
                <bdi>{one.name}</bdi>
                {chosen.has(one.address) && (
                  <span className={styles['unseen']}>{text('picker.is-chosen')}</span>
                )}
              </div>
            )}
          />
        </div>
      )}
    </div>
  );
}
