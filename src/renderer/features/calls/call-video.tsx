import { Button } from '@fluentui/react-components';
import {
  ShareScreenStartRegular,
  ShareScreenStopRegular,
  VideoOffRegular,
  VideoRegular,
} from '@fluentui/react-icons';
import type { Call } from '../../../shared/domain/call.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar, type ErrorBarProps } from '../../ui/error-bar.tsx';
import styles from './call-video.module.css';
import { hasStage, useStagePlace } from './stage-place.ts';
import { StageSlot } from './stages.tsx';
import { isSharing, type ShowPicture } from './use-show-picture.ts';

/** What is shown in a call, and by whom; the pictures themselves only where they don't stand in the main place. */
export function CallVideo({ call }: { readonly call: Call }) {
  const { largeCall } = useStagePlace();
  if (!call.video && !call.slides) return null;
  return (
    <>
      <Sharing call={call} />
      {hasStage(call) && largeCall !== call.id && <StageSlot callId={call.id} />}
    </>
  );
}

/** Whether ours are seen, and what came between. */
function Sharing({ call }: { readonly call: Call }) {
  const { video, slides } = call;
  const isSeen = slides?.isSending === true || video?.source === 'screen';
  const isWaiting = slides?.isWanted === true && !slides.isSending;
  return (
    <>
      {video?.error && <ErrorBar failure={video.error} />}
      {slides?.error && <SlidesEnd error={slides.error} />}
      {isSeen && (
        <span className={styles['sharing']} role="status">
          {text('call.sharing')}
        </span>
      )}
      {isWaiting && (
        <span className={styles['presenting']} role="status">
          {text(call.state === 'connected' ? 'call.share-starting' : 'call.share-waits')}
        </span>
      )}
    </>
  );
}

/** That somebody else shows something now is news, and no fault. */
function SlidesEnd({ error }: { readonly error: ErrorBarProps['failure'] }) {
  if (error.code !== 'call.share-taken') return <ErrorBar failure={error} />;
  return (
    <span className={styles['presenting']} role="status">
      {errorText(error).sentence}
    </span>
  );
}

/** Camera and screen, where the phone may show pictures. */
export function VideoButtons({ call, show }: { readonly call: Call; readonly show: ShowPicture }) {
  const hasCamera = call.video?.source === 'camera';
  const hasScreen = isSharing(call);
  const [canVideo, canShare] = [call.can.includes('video'), hasScreen || call.can.includes('share')];
  if (!canVideo && !canShare) return null;
  return (
    <div className={styles['buttons']}>
      {canVideo && (
        <Button
          size="small"
          icon={hasCamera ? <VideoOffRegular /> : <VideoRegular />}
          aria-pressed={hasCamera}
          onClick={() => show('camera')}
        >
          {text(hasCamera ? 'call.video-stop' : 'call.video-start')}
        </Button>
      )}
      {canShare && (
        <Button
          size="small"
          icon={hasScreen ? <ShareScreenStopRegular /> : <ShareScreenStartRegular />}
          aria-pressed={hasScreen}
          onClick={() => show('screen')}
        >
          {text(hasScreen ? 'call.share-stop' : 'call.share-start')}
        </Button>
      )}
    </div>
  );
}
