import type { PartChannel } from '../../ports/host.port.ts';
import type { ElectronApi } from './electron-api.ts';

/** A part of ours in a utility process: the media gateway must not stutter when main is busy. */
export function startUtilityPart(
  electron: Pick<ElectronApi, 'utilityProcess'>,
  path: string,
  name: string,
): PartChannel {
  const child = electron.utilityProcess.fork(path, [], { serviceName: name, stdio: 'ignore' });
  let isStopping = false;
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      child.on('exit', (code) => {
        if (!isStopping) listener(code);
      });
    },
    stop() {
      isStopping = true;
      child.kill();
    },
  };
}
