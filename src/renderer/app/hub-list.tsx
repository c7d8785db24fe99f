import type { RefObject } from 'react';
import type { HostCaps } from '../../shared/domain/host-caps.ts';
import { useBridge } from '../bridge/bridge-context.tsx';
import { CallPanel } from '../features/calls/call-panel.tsx';
import { ForwardBar } from '../features/calls/forward-bar.tsx';
import { CallsPane } from '../features/calls/calls-pane.tsx';
import { ChatsPane } from '../features/chat/chats-pane.tsx';
import { ContactsPane } from '../features/contacts/contacts-pane.tsx';
import { TaskBars } from '../features/contacts/task-bars.tsx';
import { MeetingsBar } from '../features/meetings/meetings-bar.tsx';
import { PreferencesPane } from '../features/settings/preferences-pane.tsx';
import { VoicemailPane } from '../features/voicemail/voicemail-pane.tsx';
import { text } from '../text/text.ts';
import { ErrorBar } from '../ui/error-bar.tsx';
import { Elsewhere } from './elsewhere.tsx';
import styles from './hub.module.css';
import { Part } from './part.tsx';
import type { HubState } from './use-hub.ts';

export interface HubListProps {
  readonly hub: HubState;
  readonly caps: HostCaps;
  readonly listRef: RefObject<HTMLElement | null>;
  readonly onSearch: () => void;
  readonly onContactsPainted: (count: number) => void;
}

/** The section's list, below the calls that are going on. */
export function HubList({ hub, caps, listRef, onSearch, onContactsPainted }: HubListProps) {
  const { call } = useBridge();
  return (
    <section
      ref={listRef}
      className={styles['list']}
      aria-label={text(`nav.${hub.place.section}`)}
      // Takes the keyboard when what had it is gone.
      tabIndex={-1}
    >
      {hub.failure && (
        <ErrorBar failure={hub.failure} action={{ label: text('app.dismiss'), run: hub.dismissFailure }} />
      )}
      {hub.offers.elsewhere && (
        <Elsewhere
          where={hub.offers.elsewhere}
          hasCalls={hub.offers.hasCalls}
          onOpen={() => void hub.watch(call('links/open-webex', {}))}
        />
      )}
      <Bars hub={hub} />
      <Part key={hub.place.section}>
        <SectionPane hub={hub} caps={caps} onSearch={onSearch} onContactsPainted={onContactsPainted} />
      </Part>
    </section>
  );
}

/** What the section chosen in the rail lists. */
function SectionPane({ hub, caps, onSearch, onContactsPainted }: Omit<HubListProps, 'listRef'>) {
  const { place, actions, pictureOf, go } = hub;
  return (
    <div className={styles['section']}>
      {place.section === 'contacts' && (
        <ContactsPane
          actions={actions}
          listActions={{
            onNew: () => hub.show({ kind: 'new-contact' }),
            onBroadcast: hub.offers.hasChats ? (group) => hub.show({ kind: 'broadcast', group }) : undefined,
            onRenameGroup: (group) => hub.show({ kind: 'rename-group', group }),
            onEdit: ({ id, isLocal }) =>
              hub.show(isLocal ? { kind: 'edit-contact', id } : { kind: 'card', id, isEditing: true }),
          }}
          pictureOf={pictureOf}
          onSearch={onSearch}
          onPainted={onContactsPainted}
        />
      )}
      {place.section === 'chats' && (
        <ChatsPane
          selected={place.conversationId}
          pictureOf={pictureOf}
          onNewRoom={() => hub.show({ kind: 'new-room' })}
          onFindRoom={() => hub.show({ kind: 'find-room' })}
          onSearch={onSearch}
          onOpen={(conversationId, found) => go({ conversationId, ...(found && { found: { id: found } }) })}
        />
      )}
      {place.section === 'calls' && actions.call && (
        <CallsPane pictureOf={pictureOf} onChat={actions.chat} onCall={actions.call} />
      )}
      {place.section === 'voicemail' && actions.call && (
        <VoicemailPane pictureOf={pictureOf} onCall={actions.call} />
      )}
      {place.section === 'settings' && (
        <PreferencesPane caps={caps} offers={hub.offers} onDock={() => go({ isDocked: true })} />
      )}
    </div>
  );
}

/** What goes on, wherever one is. */
function Bars({ hub }: { readonly hub: HubState }) {
  return (
    <>
      <TaskBars />
      <ForwardBar />
      <MeetingsBar hasCalls={hub.offers.hasCalls} />
      <CallPanel pictureOf={hub.pictureOf} />
    </>
  );
}
