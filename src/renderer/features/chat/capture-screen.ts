/** A picture of a screen or window that the person chooses; undefined when none is chosen. The sharing ends with the picture. */
export async function captureScreen(name: string): Promise<File | undefined> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false });
  } catch {
    return undefined;
  }
  try {
    return await pictureOf(stream, name);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

async function pictureOf(stream: MediaStream, name: string): Promise<File | undefined> {
  const video = document.createElement('video');
  video.srcObject = stream;
  video.muted = true;
  await video.play();
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return new File([blob], name, { type: blob.type });
}
