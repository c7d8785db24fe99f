import { Button } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { failure, type Failure } from '../../../shared/errors/result.ts';
import { openCamera, pictureFailureOf } from '../../media/camera.ts';
import { text } from '../../text/text.ts';
import { ErrorBar } from '../../ui/error-bar.tsx';
import styles from './setting-control.module.css';

/** Shows what the camera sees as long as the person looks; nobody else sees it. */
export function CameraTest({ deviceId }: { readonly deviceId: string }) {
  const [isTesting, setTesting] = useState(false);
  const [problem, setProblem] = useState<Failure>();
  const screen = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (!isTesting) return;
    let track: MediaStreamTrack | undefined;
    let isOver = false;
    openCamera(navigator.mediaDevices, deviceId).then(
      (opened) => {
        if (isOver) return opened.stop();
        track = opened;
        if (screen.current) screen.current.srcObject = new MediaStream([opened]);
      },
      (error: unknown) => {
        if (isOver) return;
        setTesting(false);
        setProblem(failure(pictureFailureOf(error)));
      },
    );
    return () => {
      isOver = true;
      track?.stop();
    };
  }, [isTesting, deviceId]);
  return (
    <>
      <div className={styles['test']}>
        <Button
          size="small"
          onClick={() => {
            setProblem(undefined);
            setTesting(!isTesting);
          }}
        >
          {text(isTesting ? 'settings.stop-test' : 'settings.test-camera')}
        </Button>
      </div>
      {isTesting && (
        <video
          ref={screen}
          className={styles['camera']}
          aria-label={text('settings.camera-picture')}
          autoPlay
          muted
          playsInline
        />
      )}
      {problem && <ErrorBar failure={problem} />}
    </>
  );
}
