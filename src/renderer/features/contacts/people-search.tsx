import { CallRegular, ChatRegular, ContactCardRegular, PeopleTeamRegular } from '@fluentui/react-icons';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { typedCallObstacle } from '../../../shared/domain/call-obstacle.ts';
import type { Person } from '../../../shared/domain/contact.ts';
import type { Conversation } from '../../../shared/domain/conversation.ts';
import type { ContactId, ConversationId } from '../../../shared/domain/ids.ts';
import { assertNever } from '../../../shared/errors/assert-never.ts';
import { useEntity } from '../../bridge/bridge-context.tsx';
import { useCallObstacle } from '../../bridge/use-call-obstacle.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import { PointerAction } from '../../ui/pointer-action.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './people-search.module.css';
import { directActions, type DirectAction } from './direct-actions.ts';
import { usePeopleSearch } from './use-people-search.ts';
import { useRoomSearch } from './use-room-search.ts';

export interface PeopleSearchProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
  readonly onChat: ((address: string) => void) | undefined;
  readonly onCall: ((target: string) => void) | undefined;
  readonly onCard: (id: ContactId) => void;
  readonly onOpen: (id: ConversationId) => void;
}

type Choice =
  | { readonly kind: 'direct'; readonly action: DirectAction }
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'room'; readonly room: Conversation };

/** The command bar: people as one types, from the contact list at once and from the directory as it answers; numbers dial. */
export function PeopleSearch({ inputRef, pictureOf, onChat, onCall, onCard, onOpen }: PeopleSearchProps) {
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const directory = useEntity('services', 'directory');
  const hasDirectory = directory !== undefined && directory.state !== 'off';
  const found = usePeopleSearch(query, hasDirectory);
  const direct = directActions(query, { hasPhone: onCall !== undefined, hasChat: onChat !== undefined });
  const rooms = useRoomSearch(query);
  const choices: readonly Choice[] = [
    ...direct.map((action): Choice => ({ kind: 'direct', action })),
    ...found.contacts.map((person): Choice => ({ kind: 'person', person })),
    ...rooms.map((room): Choice => ({ kind: 'room', room })),
    ...found.directory.map((person): Choice => ({ kind: 'person', person })),
  ];
  const close = () => {
    setQuery('');
    setActive(0);
  };
  const dial = (target: string) => {
    onCall?.(target);
    // The keyboard leaves the field: digits typed next are tones of the call.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const run = (choice: Choice | undefined, wantsCall: boolean) => {
    if (!choice) return;
    if (choice.kind === 'room') onOpen(choice.room.id);
    else if (choice.kind === 'direct') {
      if (choice.action.kind === 'call') dial(choice.action.target);
      else onChat?.(choice.action.target);
    } else {
      const { person } = choice;
      const number = person.phones[0]?.number ?? person.sipUri;
      const isCalled = wantsCall || person.address === undefined || !onChat;
      if (onCall && isCalled && number !== undefined) dial(number);
      else if (person.address !== undefined && onChat) onChat(person.address);
      else onCard(person.id);
    }
    close();
  };
  const showCard = (choice: Choice | undefined) => {
    if (choice?.kind !== 'person') return;
    onCard(choice.person.id);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + choices.length) % Math.max(choices.length, 1));
    } else if (event.key.toLowerCase() === 'i' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      showCard(choices[active]);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(choices[active], event.ctrlKey || event.metaKey);
    } else if (event.key === 'Escape') close();
  };
  const isOpen = query.trim() !== '';
  return (
    <div className={styles['search']} role="search">
      <SearchField
        ref={inputRef}
        className={styles['box']}
        value={query}
        placeholder={text('search.hint')}
        aria-label={text('search.label')}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls="people-found"
        aria-activedescendant={choices[active] ? `found-${active}` : undefined}
        onChange={(_, data) => {
          setQuery(data.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div className={styles['results']}>
          <div id="people-found" role="listbox" aria-label={text('search.results')}>
            {choices.map((choice, index) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the field has the focus and the keys
              <div
                key={keyOf(choice)}
                id={`found-${index}`}
                role="option"
                aria-selected={index === active}
                className={styles['row']}
                data-active={index === active}
                onPointerMove={() => setActive(index)}
                onClick={() => run(choice, false)}
              >
                {choice.kind === 'direct' && <DirectRow action={choice.action} />}
                {choice.kind === 'room' && <RoomRow room={choice.room} />}
                {choice.kind === 'person' && (
                  <PersonRow
                    person={choice.person}
                    pictureOf={pictureOf}
                    onCall={onCall && (() => run(choice, true))}
                    onCard={() => showCard(choice)}
                  />
                )}
              </div>
            ))}
          </div>
          <p className={styles['note']} role="status">
            {found.directoryState === 'searching' && text('search.directory-searching')}
            {found.directoryState === 'failed' && text('search.directory-failed')}
            {found.directoryState === 'done' && choices.length === 0 && text('search.none')}
          </p>
        </div>
      )}
    </div>
  );
}

function keyOf(choice: Choice): string {
  switch (choice.kind) {
    case 'direct':
      return choice.action.kind;
    case 'room':
      return `room/${choice.room.id}`;
    case 'person':
      return `${choice.person.source}/${choice.person.id}`;
    default:
      return assertNever(choice);
  }
}

function RoomRow({ room }: { readonly room: Conversation }) {
  return (
    <>
      <span className={styles['icon']}>
        <PeopleTeamRegular />
      </span>
      <span className={styles['text']}>
        <bdi className={styles['name']}>{room.title}</bdi>
        <span className={styles['facts']}>{text('search.rooms')}</span>
      </span>
    </>
  );
}

function DirectRow({ action }: { readonly action: DirectAction }) {
  const obstacle = typedCallObstacle(useCallObstacle());
  const why = action.kind === 'call' ? obstacle : undefined;
  return (
    <>
      <span className={styles['icon']}>{action.kind === 'call' ? <CallRegular /> : <ChatRegular />}</span>
      <span className={styles['text']}>
        <bdi>
          {action.kind === 'call'
            ? text('search.call-number', { number: action.target })
            : text('search.chat-address', { address: action.target })}
        </bdi>
        {why !== undefined && <span className={styles['facts']}>{text(`call.obstacle.${why}`)}</span>}
      </span>
    </>
  );
}

function PersonRow({
  person,
  pictureOf,
  onCall,
  onCard,
}: {
  readonly person: Person;
  readonly pictureOf: PeopleSearchProps['pictureOf'];
  readonly onCall: (() => void) | undefined;
  readonly onCard: () => void;
}) {
  const contact = useEntity('contacts', person.id);
  const obstacle = useCallObstacle();
  const number = person.phones[0]?.number;
  return (
    <>
      <PersonAvatar
        name={person.name}
        picture={pictureOf(contact?.avatarHash ?? person.avatarHash)}
        show={contact?.isLocal ? undefined : contact?.presence.show}
        size={32}
      />
      <span className={styles['text']}>
        <bdi className={styles['name']}>{person.name}</bdi>
        <span className={styles['facts']}>
          {[
            person.title,
            person.department,
            person.source === 'directory' ? text('search.directory') : undefined,
            contact?.isLocal ? text('search.local') : undefined,
          ]
            .filter(Boolean)
            .join(' · ') || person.address}
        </span>
      </span>
      {number !== undefined && onCall && (
        <span className={styles['number']}>
          <PointerAction label={text('search.call-number', { number })} obstacle={obstacle} onPress={onCall}>
            <CallRegular /> {number}
          </PointerAction>
        </span>
      )}
      <PointerAction label={text('contacts.card', { name: person.name })} onPress={onCard}>
        <ContactCardRegular />
      </PointerAction>
    </>
  );
}
