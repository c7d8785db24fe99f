import { Button, Input, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Room } from '../../../shared/domain/room.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import styles from './rooms.module.css';

/** Says why one is not in the room, and the way back in where there is one. Nothing while one is inside. */
export function RoomBar({
  room,
  onChat,
}: {
  readonly room: Room;
  readonly onChat?: ((id: ConversationId) => void) | undefined;
}) {
  const { call } = useBridge();
  const [password, setPassword] = useState('');
  if (room.state === 'joined') return null;
  if (room.state !== 'outside')
    return (
      <div className={styles['bar']} role="status">
        <Spinner size="tiny" aria-hidden role="presentation" />
        <p>{text(`rooms.bar.${room.state}`)}</p>
      </div>
    );
  const absence = room.absence ?? 'left';
  const { alternate } = room;
  const goThere = async (address: string) => {
    const joined = await call('rooms/join', { address });
    if (!joined.ok) return;
    // The closed one is not gone into again at the next start.
    void call('rooms/leave', { id: room.id });
    onChat?.(joined.value.id);
  };
  const needsPassword = absence === 'password';
  const join = () => void call('rooms/join', { address: room.id, ...(needsPassword && { password }) });
  return (
    <form
      className={styles['bar']}
      onSubmit={(event) => {
        event.preventDefault();
        join();
      }}
    >
      <p role="status">
        {text(`rooms.bar.${absence}`)}{' '}
        {room.reason !== undefined && <bdi>{text('rooms.bar.reason', { reason: room.reason })}</bdi>}
      </p>
      {needsPassword && (
        <Input
          type="password"
          value={password}
          aria-label={text('rooms.bar.password-field')}
          placeholder={text('rooms.bar.password-field')}
          onChange={(_, data) => setPassword(data.value)}
        />
      )}
      {alternate !== undefined && (
        <Button appearance="primary" onClick={() => void goThere(alternate)}>
          {text('rooms.bar.go-there', { room: alternate })}
        </Button>
      )}
      {absence !== 'banned' && alternate === undefined && (
        <Button type="submit">{text('rooms.bar.join')}</Button>
      )}
    </form>
  );
}
