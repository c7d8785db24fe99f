import { type ReactNode, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import type { Call } from '../../../shared/domain/call.ts';
import type { CallId } from '../../../shared/domain/ids.ts';
import { useEntities, useEntity } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { CallStage } from './call-stage.tsx';
import styles from './call-video.module.css';
import { callForMainPlace, hasStage, StagePlaceContext, useStagePlace } from './stage-place.ts';

type PictureOf = (hash: string | undefined) => string | undefined;

/** The hub shows list and conversation side by side from here on. */
const WIDE = '(min-width: 840px)';

const wide = {
  subscribe(changed: () => void) {
    const list = matchMedia(WIDE);
    list.addEventListener('change', changed);
    return () => list.removeEventListener('change', changed);
  },
  get: () => matchMedia(WIDE).matches,
};

/**
 * Holds the stage of each call with pictures; `StageSlot` and `MainStage` say where it stands: large where there is
 * room, until the person wants it small.
 */
export function StagesProvider({
  pictureOf,
  children,
}: {
  readonly pictureOf: PictureOf;
  readonly children: ReactNode;
}) {
  const calls = [...useEntities('calls').values()];
  const isWide = useSyncExternalStore(wide.subscribe, wide.get);
  const [hasMainPlace, setMainPlace] = useState(false);
  const [isWanted, setLarge] = useState(true);
  // The same from render to render: effects hang on them.
  const [fixed] = useState(() => {
    const nodes = new Map<CallId, HTMLElement>();
    return {
      offerMainPlace() {
        setMainPlace(true);
        return () => setMainPlace(false);
      },
      nodeOf: (callId: CallId) => nodeIn(nodes, callId),
    };
  });
  const hasRoom = isWide && hasMainPlace;
  const largeCall = hasRoom && isWanted ? callForMainPlace(calls) : undefined;
  const place = { ...fixed, largeCall, hasRoom, setLarge };
  return (
    <StagePlaceContext.Provider value={place}>
      {children}
      {calls.filter(hasStage).map((call) => (
        <HeldStage key={call.id} call={call} isLarge={call.id === largeCall} pictureOf={pictureOf} />
      ))}
    </StagePlaceContext.Provider>
  );
}

function nodeIn(nodes: Map<CallId, HTMLElement>, callId: CallId): HTMLElement {
  const known = nodes.get(callId);
  if (known) return known;
  const node = document.createElement('div');
  node.className = styles['held'] ?? '';
  nodes.set(callId, node);
  return node;
}

function HeldStage({
  call,
  isLarge,
  pictureOf,
}: {
  readonly call: Call;
  readonly isLarge: boolean;
  readonly pictureOf: PictureOf;
}) {
  const { nodeOf } = useStagePlace();
  const { peer } = call;
  const contact = useEntity('contacts', peer.contactId ?? '');
  const name = peer.name || peer.address || text('call.unknown-caller');
  const avatar = pictureOf(contact?.avatarHash ?? peer.avatarHash);
  return createPortal(
    <CallStage call={call} name={name} avatar={avatar} isLarge={isLarge} />,
    nodeOf(call.id),
  );
}

/** The stage of this call stands here as long as this does. */
export function StageSlot({ callId }: { readonly callId: CallId }) {
  const { nodeOf } = useStagePlace();
  const slot = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const node = nodeOf(callId);
    slot.current?.append(node);
    // What is moved is paused by the browser.
    for (const video of node.querySelectorAll('video')) void video.play().catch(() => undefined);
    return () => node.remove();
  }, [nodeOf, callId]);
  return <div ref={slot} className={styles['held']} />;
}

/** The main place of the window; empty where no call needs it. */
export function MainStage({ className }: { readonly className: string | undefined }) {
  const { largeCall, offerMainPlace } = useStagePlace();
  useLayoutEffect(() => offerMainPlace(), [offerMainPlace]);
  const peer = useEntity('calls', largeCall ?? '')?.peer;
  if (largeCall === undefined) return null;
  const name = peer?.name || peer?.address || text('call.unknown-caller');
  return (
    <section className={className} aria-label={text('call.pictures', { name })}>
      <StageSlot callId={largeCall} />
    </section>
  );
}
