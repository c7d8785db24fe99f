import { SearchBox } from '@fluentui/react-components';
import { CheckboxCheckedFilled, CheckboxUncheckedRegular } from '@fluentui/react-icons';
import { useMemo, useState } from 'react';
import { useEntities } from '../../bridge/bridge-context.tsx';
import { plural, text } from '../../text/text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import styles from './rooms.module.css';

/** Contacts to choose several of, by name. */
export function PeoplePicker({
  chosen,
  onChange,
}: {
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}) {
  const contacts = useEntities('contacts');
  const [query, setQuery] = useState('');
  const people = useMemo(() => {
    const wanted = query.trim().toLocaleLowerCase();
    return [...contacts.values()]
      .flatMap(({ name, address }) => (address === undefined ? [] : [{ name, address }]))
      .filter(({ name, address }) => `${name} ${address}`.toLocaleLowerCase().includes(wanted))
      .sort((a, b) => a.name.localeCompare(b.name));
  }, [contacts, query]);
  const toggle = (address: string) => {
    const next = new Set(chosen);
    if (!next.delete(address)) next.add(address);
    onChange(next);
  };
  return (
    <div className={styles['picker']}>
      <SearchBox
        className={styles['search']}
        value={query}
        placeholder={text('rooms.new.people-search')}
        aria-label={text('rooms.new.people-search')}
        onChange={(_, data) => setQuery(data.value)}
      />
      <p role="status">{plural('rooms.new.chosen', chosen.size)}</p>
      {people.length === 0 ? (
        <p>{text('rooms.new.people-none')}</p>
      ) : (
        <div className={styles['list']}>
          <VirtualList
            items={people}
            rowHeight={36}
            label={text('rooms.new.people')}
            keyOf={(one) => one.address}
            nameOf={(one) => one.name}
            onActivate={(one) => toggle(one.address)}
            renderRow={(one) => (
              <div className={styles['person']}>
                {chosen.has(one.address) ? <CheckboxCheckedFilled /> : <CheckboxUncheckedRegular />}
                <bdi>{one.name}</bdi>
                {chosen.has(one.address) && (
                  <span className={styles['unseen']}>{text('rooms.new.is-chosen')}</span>
                )}
              </div>
            )}
          />
        </div>
      )}
    </div>
  );
}
