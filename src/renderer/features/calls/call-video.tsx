import { Button } from '@fluentui/react-components';
import {
  FullScreenMaximizeRegular,
  FullScreenMinimizeRegular,
  PictureInPictureRegular,
  ShareScreenStartRegular,
  ShareScreenStopRegular,
  VideoOffRegular,
  VideoRegular,
} from '@fluentui/react-icons';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './call-video.module.css';
import { usePictures } from './pictures.tsx';
import type { ShowPicture } from './use-show-picture.ts';

export interface CallVideoProps {
  readonly call: Call;
  readonly name: string;
  readonly avatar: string | undefined;
}

/** The stage of a call with pictures: theirs large, ours small in the corner. */
export function CallVideo({ call, name, avatar }: CallVideoProps) {
  const { remote, own } = usePictures(call.id);
  const stage = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLVideoElement>(null);
  const [hasFrames, setFrames] = useState(false);
  const { video } = call;
  if (!video) return null;
  const isShowing = video.isReceiving && hasFrames && remote !== undefined;
  const hasStage = video.isReceiving || video.isSending || video.source !== undefined;
  return (
    <>
      {video.error && <ErrorBar failure={video.error} />}
      {video.source === 'screen' && (
        <span className={styles['sharing']} role="status">
          {text('call.sharing')}
        </span>
      )}
      {hasStage && (
        <div className={styles['stage']} ref={stage} data-showing={isShowing}>
          {remote && (
            <Screen
              stream={remote}
              label={text('call.video-of', { name })}
              className={styles['remote']}
              screenRef={screen}
              onFrames={() => setFrames(true)}
            />
          )}
          {!isShowing && (
            <div className={styles['nobody']}>
              <PersonAvatar name={name} picture={avatar} size={56} />
              <span role="status">
                {text(call.state === 'connected' ? 'call.video-none' : 'call.video-waits', { name })}
              </span>
            </div>
          )}
          {own && video.source && (
            <Screen
              stream={own}
              label={text(video.source === 'screen' ? 'call.video-own-screen' : 'call.video-own')}
              className={styles[video.source === 'screen' ? 'own-screen' : 'own']}
            />
          )}
          <StageButtons stage={stage} screen={isShowing ? screen : undefined} />
        </div>
      )}
    </>
  );
}

function Screen(props: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly className: string | undefined;
  readonly screenRef?: RefObject<HTMLVideoElement | null>;
  readonly onFrames?: () => void;
}) {
  const { stream, label, className, screenRef, onFrames } = props;
  const fallback = useRef<HTMLVideoElement>(null);
  const ref = screenRef ?? fallback;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch(() => undefined);
  }, [ref, stream]);
  // The sound is played elsewhere; there are no words to caption here.
  return (
    <video
      ref={ref}
      className={className}
      aria-label={label}
      autoPlay
      muted
      playsInline
      disablePictureInPicture={screenRef === undefined}
      onLoadedData={onFrames}
    />
  );
}

function StageButtons({
  stage,
  screen,
}: {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly screen: RefObject<HTMLVideoElement | null> | undefined;
}) {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const read = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', read);
    return () => document.removeEventListener('fullscreenchange', read);
  }, []);
  const toggle = () =>
    void (isFull ? document.exitFullscreen() : stage.current?.requestFullscreen())?.catch(() => undefined);
  return (
    <div className={styles['stage-buttons']}>
      {screen && (
        <Button
          size="small"
          icon={<PictureInPictureRegular />}
          aria-label={text('call.pop-out')}
          title={text('call.pop-out')}
          onClick={() => void screen.current?.requestPictureInPicture().catch(() => undefined)}
        />
      )}
      <Button
        size="small"
        icon={isFull ? <FullScreenMinimizeRegular /> : <FullScreenMaximizeRegular />}
        aria-label={text(isFull ? 'call.full-screen-leave' : 'call.full-screen')}
        title={text(isFull ? 'call.full-screen-leave' : 'call.full-screen')}
        onClick={toggle}
      />
    </div>
  );
}

/** Camera and screen, where the phone may show pictures. */
export function VideoButtons({ call, show }: { readonly call: Call; readonly show: ShowPicture }) {
  const source = call.video?.source;
  const [canVideo, canShare] = [call.can.includes('video'), call.can.includes('share')];
  if (!canVideo && !canShare) return null;
  const [hasCamera, hasScreen] = [source === 'camera', source === 'screen'];
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
