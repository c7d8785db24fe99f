import { useEntity } from '../../bridge/bridge-context.tsx';
import { text } from '../../text/text.ts';
import { CallStage } from './call-stage.tsx';
import { useStagePlace } from './stage-place.tsx';
import type { CallId } from '../../../shared/domain/ids.ts';

export interface MainStageProps {
  readonly className: string | undefined;
  readonly pictureOf: (hash: string | undefined) => string | undefined;
}

/** The pictures of the call that is spoken in, large, in the main place of the window. */
export function MainStage(props: MainStageProps) {
  const { largeCall } = useStagePlace();
  return largeCall === undefined ? null : <Stage callId={largeCall} {...props} />;
}

function Stage({ callId, className, pictureOf }: MainStageProps & { readonly callId: CallId }) {
  const call = useEntity('calls', callId);
  const contact = useEntity('contacts', call?.peer.contactId ?? '');
  if (!call) return null;
  const { peer } = call;
  const name = peer.name || peer.address || text('call.unknown-caller');
  return (
    <section className={className} aria-label={text('call.pictures', { name })}>
      <CallStage call={call} name={name} avatar={pictureOf(contact?.avatarHash ?? peer.avatarHash)} isLarge />
    </section>
  );
}
