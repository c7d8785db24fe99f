import { Button, Spinner } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import { normaliseBareJid } from '../../../shared/domain/jid.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { VirtualList } from '../../ui/virtual-list.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './rooms.module.css';

interface Found {
  readonly address: string;
  readonly name: string;
}

const PAUSE_MS = 200;

/** The server's rooms by name, and any room by its address. */
export function FindRoomDialog({
  onOpen,
  onClose,
}: {
  readonly onOpen: (id: ConversationId) => void;
  readonly onClose: () => void;
}) {
  const { call } = useBridge();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<readonly Found[]>();
  const [failure, setFailure] = useState<Failure>();
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void call('rooms/browse', { text: query.trim() }, { signal: controller.signal }).then((result) => {
        if (controller.signal.aborted) return;
        setFailure(result.ok ? undefined : result.error);
        setFound(result.ok ? result.value : []);
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [call, query]);
  const join = async (address: string) => {
    const joined = await call('rooms/join', { address });
    if (joined.ok) onOpen(joined.value.id);
    else setFailure(joined.error);
  };
  const typed = normaliseBareJid(query);
  return (
    <FormDialog title={text('rooms.find.title')} failure={failure} onClose={onClose}>
      <SearchField
        className={styles['search']}
        value={query}
        placeholder={text('rooms.find.search')}
        aria-label={text('rooms.find.search')}
        onChange={(_, data) => setQuery(data.value)}
      />
      {typed !== undefined && (
        <Button onClick={() => void join(typed)}>{text('rooms.find.join', { address: typed })}</Button>
      )}
      {!found && <Spinner size="tiny" label={text('rooms.find.searching')} />}
      {found?.length === 0 && <p role="status">{text('rooms.find.none')}</p>}
      {found && found.length > 0 && (
        <div className={styles['list']}>
          <VirtualList
            items={found}
            rowHeight={48}
            label={text('rooms.find.list')}
            keyOf={(one) => one.address}
            nameOf={(one) => one.name}
            onActivate={(one) => void join(one.address)}
            renderRow={(one) => (
              <div className={styles['room']}>
                <bdi>{one.name}</bdi>
                <span>{one.address}</span>
              </div>
            )}
          />
        </div>
      )}
    </FormDialog>
  );
}
