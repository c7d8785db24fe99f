import { memo } from 'react';
import type { Message } from '../../../shared/domain/conversation.ts';
import { resourceOf } from '../../../shared/domain/jid.ts';
import { mentions } from '../../../shared/domain/room-notice.ts';
import { text } from '../../text/text.ts';
import { type MessageActions, MessageBubble } from './message-bubble.tsx';
import { dayName } from './times.ts';
import { isSameStretch, type TimelineItem } from './timeline.ts';
import styles from './timeline-view.module.css';

export interface StretchProps {
  readonly items: readonly TimelineItem[];
  readonly name: string;
  readonly nick: string | undefined;
  readonly actions: MessageActions;
  /** Own messages before this place don't show how far they came. */
  readonly quietFrom: number;
}

/** Some of the timeline's items; where hundreds of messages come a second, those before them are left as they are. */
export const Stretch = memo(
  function Stretch({ items, ...shared }: StretchProps) {
    return items.map((item) => <Item key={item.key} item={item} {...shared} />);
  },
  (before, after) =>
    before.name === after.name &&
    before.nick === after.nick &&
    before.actions === after.actions &&
    before.quietFrom === after.quietFrom &&
    isSameStretch(before.items, after.items),
);

function Item({
  item,
  name,
  actions,
  quietFrom,
  nick,
}: Omit<StretchProps, 'items'> & { readonly item: TimelineItem }) {
  if (item.kind === 'day') return <h3 className={styles['day']}>{dayName(item.at)}</h3>;
  if (item.kind === 'unread') return <p className={styles['unread']}>{text('chat.unread-line')}</p>;
  return (
    <MessageBubble
      message={item.message}
      isFirst={item.isFirst}
      author={authorOf(item.message) ?? name}
      isMention={item.message.direction === 'in' && nick !== undefined && mentions(item.message.body, nick)}
      showsDelivery={item.message.order >= quietFrom}
      actions={actions}
    />
  );
}

/** In a room the nick; between two the other's name stands above. */
function authorOf({ from }: Message): string | undefined {
  const nick = resourceOf(from);
  return nick === '' ? undefined : nick;
}
