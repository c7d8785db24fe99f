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
import type { Pictures } from '../../media/picture-board.ts';
import { errorText, text } from '../../text/text.ts';
import { ErrorBar, type ErrorBarProps } from '../../ui/error-bar.tsx';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './call-video.module.css';
import { usePictures } from './pictures.tsx';
import { isSharing, type ShowPicture } from './use-show-picture.ts';

export interface CallVideoProps {
  readonly call: Call;
  readonly name: string;
  readonly avatar: string | undefined;
}

/** The stage of a call with pictures: what they show large, people small in the corner. */
export function CallVideo({ call, name, avatar }: CallVideoProps) {
  const pictures = usePictures(call.id);
  const stage = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLVideoElement>(null);
  const [hasFrames, setFrames] = useState(false);
  const [hasSlideFrames, setSlideFrames] = useState(false);
  const { video, slides } = call;
  if (!video && !slides) return null;
  const theirSlides = slides?.isReceiving ? pictures.slides : undefined;
  const isPresenting = theirSlides !== undefined && hasSlideFrames;
  const isShowing =
    isPresenting || (video?.isReceiving === true && hasFrames && pictures.remote !== undefined);
  const theirCamera = pictures.remote && (
    <Screen
      stream={pictures.remote}
      label={text('call.video-of', { name })}
      className={styles[isPresenting ? 'small' : 'remote']}
      screenRef={isPresenting ? undefined : screen}
      isHidden={isPresenting && !(video?.isReceiving && hasFrames)}
      onFrames={setFrames}
    />
  );
  return (
    <>
      <Sharing call={call} name={name} isPresenting={isPresenting} />
      {hasStage(call) && (
        <div className={styles['stage']} ref={stage} data-showing={isShowing} data-presenting={isPresenting}>
          {theirSlides && (
            <Screen
              stream={theirSlides}
              label={text('call.slides-of', { name })}
              className={styles['slides']}
              screenRef={screen}
              onFrames={setSlideFrames}
            />
          )}
          {!isPresenting && theirCamera}
          {!isShowing && (
            <div className={styles['nobody']}>
              <PersonAvatar name={name} picture={avatar} size={56} />
              <span role="status">
                {text(call.state === 'connected' ? 'call.video-none' : 'call.video-waits', { name })}
              </span>
            </div>
          )}
          <div className={styles['corner']}>
            {isPresenting && theirCamera}
            <OwnPictures call={call} pictures={pictures} />
          </div>
          <StageButtons stage={stage} screen={isShowing ? screen : undefined} />
        </div>
      )}
    </>
  );
}

function hasStage({ video, slides }: Call): boolean {
  const hasVideo = video && (video.isReceiving || video.isSending || video.source !== undefined);
  return hasVideo === true || slides?.isReceiving === true || slides?.isWanted === true;
}

/** Who shows slides, and what came between. */
function Sharing({
  call,
  name,
  isPresenting,
}: {
  readonly call: Call;
  readonly name: string;
  readonly isPresenting: boolean;
}) {
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
      {isPresenting && (
        <span className={styles['presenting']} role="status">
          {text('call.presenting', { name })}
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

function OwnPictures({ call, pictures }: { readonly call: Call; readonly pictures: Pictures }) {
  const { own, ownSlides } = pictures;
  const source = call.video?.source;
  return (
    <>
      {ownSlides && call.slides?.isWanted && (
        <Screen stream={ownSlides} label={text('call.video-own-screen')} className={styles['small']} />
      )}
      {own && source && (
        <Screen
          stream={own}
          label={text(source === 'screen' ? 'call.video-own-screen' : 'call.video-own')}
          className={styles[source === 'screen' ? 'small' : 'own']}
        />
      )}
    </>
  );
}

function Screen(props: {
  readonly stream: MediaStream;
  readonly label: string;
  readonly className: string | undefined;
  readonly screenRef?: RefObject<HTMLVideoElement | null> | undefined;
  /** It runs, but there is nothing to see. */
  readonly isHidden?: boolean;
  /** Whether anything was decoded, as long as it is there. */
  readonly onFrames?: (hasFrames: boolean) => void;
}) {
  const { stream, label, className, screenRef, isHidden = false, onFrames } = props;
  const fallback = useRef<HTMLVideoElement>(null);
  const ref = screenRef ?? fallback;
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    element.srcObject = stream;
    element.play().catch(() => undefined);
    return () => onFrames?.(false);
  }, [ref, stream, onFrames]);
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
      onLoadedData={() => onFrames?.(true)}
      hidden={isHidden}
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
