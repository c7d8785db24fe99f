import { Button } from '@fluentui/react-components';
import {
  ArrowMaximizeRegular,
  ArrowMinimizeRegular,
  FullScreenMaximizeRegular,
  FullScreenMinimizeRegular,
  PictureInPictureRegular,
} from '@fluentui/react-icons';
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { Call } from '../../../shared/domain/call.ts';
import type { Pictures } from '../../media/picture-board.ts';
import { text } from '../../text/text.ts';
import { PersonAvatar } from '../../ui/person-avatar.tsx';
import styles from './call-video.module.css';
import { usePictures } from './pictures.tsx';
import { useStagePlace } from './stage-place.ts';

export interface CallStageProps {
  readonly call: Call;
  readonly name: string;
  readonly avatar: string | undefined;
  /** It fills its place in place of being as wide as a card. */
  readonly isLarge: boolean;
}

/** The stage of a call with pictures: what they show large, people small in the corner. */
export function CallStage({ call, name, avatar, isLarge }: CallStageProps) {
  const pictures = usePictures(call.id);
  const stage = useRef<HTMLDivElement>(null);
  const screen = useRef<HTMLVideoElement>(null);
  const [hasFrames, setFrames] = useState(false);
  const [hasSlideFrames, setSlideFrames] = useState(false);
  const { video, slides } = call;
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
    <div
      className={styles['stage']}
      ref={stage}
      data-large={isLarge}
      data-showing={isShowing}
      data-presenting={isPresenting}
    >
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
        <Nobody name={name} avatar={avatar} isLarge={isLarge}>
          {text(call.state === 'connected' ? 'call.video-none' : 'call.video-waits', { name })}
        </Nobody>
      )}
      <div className={styles['corner']}>
        {isPresenting && (
          <span className={styles['caption']} role="status">
            {text('call.presenting', { name })}
          </span>
        )}
        {isPresenting && theirCamera}
        <OwnPictures call={call} pictures={pictures} />
      </div>
      <StageButtons stage={stage} screen={isShowing ? screen : undefined} isLarge={isLarge} />
    </div>
  );
}

function Nobody({
  name,
  avatar,
  isLarge,
  children,
}: Omit<CallStageProps, 'call'> & { readonly children: ReactNode }) {
  return (
    <div className={styles['nobody']}>
      <PersonAvatar name={name} picture={avatar} size={isLarge ? 96 : 56} />
      <span role="status">{children}</span>
    </div>
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
  isLarge,
}: {
  readonly stage: RefObject<HTMLDivElement | null>;
  readonly screen: RefObject<HTMLVideoElement | null> | undefined;
  readonly isLarge: boolean;
}) {
  const { hasRoom, setLarge } = useStagePlace();
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
      {hasRoom && !isFull && (
        <Button
          size="small"
          icon={isLarge ? <ArrowMinimizeRegular /> : <ArrowMaximizeRegular />}
          aria-label={text(isLarge ? 'call.stage-small' : 'call.stage-large')}
          title={text(isLarge ? 'call.stage-small' : 'call.stage-large')}
          onClick={() => setLarge(!isLarge)}
        />
      )}
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
