import { describe, expect, it } from 'vitest';
import { createMicrophone, defaultProcessing } from './microphone.ts';

class FakeTrack extends EventTarget {
  isStopped = false;
  stop(): void {
    this.isStopped = true;
  }
}

/** A browser with a microphone that can be refused or missing. */
function recorder(refuse: (audio: MediaTrackConstraints) => string | undefined = () => undefined) {
  const asked: MediaTrackConstraints[] = [];
  const tracks: FakeTrack[] = [];
  return {
    asked,
    tracks,
    async getUserMedia(constraints?: MediaStreamConstraints): Promise<MediaStream> {
      const audio = constraints?.audio as MediaTrackConstraints;
      asked.push(audio);
      const name = refuse(audio);
      if (name) throw new DOMException('no', name);
      const track = new FakeTrack();
      tracks.push(track);
      return { getAudioTracks: () => [track] } as unknown as MediaStream;
    },
  };
}

describe('the microphone', () => {
  it('V2: is opened once, with echo cancelled and noise suppressed, however many calls want it', async () => {
    const browser = recorder();
    const microphone = createMicrophone(browser);
    const [one, two] = await Promise.all([microphone.prepare(), microphone.prepare()]);
    expect(one).toBe(two);
    expect(browser.asked).toEqual([{ ...defaultProcessing, channelCount: 1 }]);
  });

  it('V4: another device closes the old one and opens when wanted', async () => {
    const browser = recorder();
    const microphone = createMicrophone(browser);
    await microphone.prepare();
    microphone.select('desk');
    await microphone.prepare();
    expect(browser.asked[1]).toMatchObject({ deviceId: { exact: 'desk' } });
    expect(browser.tracks.map((track) => track.isStopped)).toEqual([true, false]);
    microphone.select('desk');
    await microphone.prepare();
    expect(browser.asked).toHaveLength(2);
  });

  it('V4: falls back to the system’s choice when the chosen device is gone', async () => {
    const browser = recorder((audio) => (audio.deviceId ? 'OverconstrainedError' : undefined));
    const microphone = createMicrophone(browser);
    microphone.select('unplugged');
    await microphone.prepare();
    expect(browser.asked).toHaveLength(2);
  });

  it('V2: a refusal is passed on and asked again the next time', async () => {
    let isAllowed = false;
    const browser = recorder(() => (isAllowed ? undefined : 'NotAllowedError'));
    const microphone = createMicrophone(browser);
    microphone.select('any');
    await expect(microphone.prepare()).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(browser.asked).toHaveLength(1);
    isAllowed = true;
    await expect(microphone.prepare()).resolves.toBeDefined();
  });

  it('V4: tells when the device goes away and opens what is there then', async () => {
    const browser = recorder();
    const microphone = createMicrophone(browser);
    let ended = 0;
    microphone.onEnded(() => (ended += 1));
    await microphone.prepare();
    browser.tracks[0]?.dispatchEvent(new Event('ended'));
    expect(ended).toBe(1);
    await microphone.prepare();
    expect(browser.tracks).toHaveLength(2);
  });

  it('V2: released, it is closed', async () => {
    const browser = recorder();
    const microphone = createMicrophone(browser);
    await microphone.prepare();
    microphone.release();
    await Promise.resolve();
    expect(browser.tracks[0]?.isStopped).toBe(true);
  });
});
