import type { FileOptions } from '../../../shared/domain/file.ts';
import { ONLY } from '../../../shared/contract/topics.ts';
import { readFilePolicy } from './file-policy.ts';
import type { FilesPorts } from './files-ports.ts';

/** Tells the window what may be sent: policy at once, the server's limits when it is there. */
export function followFileOptions(ports: FilesPorts): { current(): FileOptions; stop(): void } {
  const { xmpp, policies, publisher } = ports;
  let service: { readonly maxBytes?: number } | undefined;
  let isStopped = false;

  function current(): FileOptions {
    const { isEnabled, canCapture, closedTo, forbidden } = readFilePolicy(policies.current());
    return {
      isEnabled,
      canCapture,
      ...(closedTo.length > 0 && { closedTo: [...closedTo] }),
      canUpload: service !== undefined,
      canHandOver: !ports.isOutside(),
      ...(service?.maxBytes !== undefined && { maxBytes: service.maxBytes }),
      forbidden: [...forbidden],
    };
  }
  const tell = (): void => {
    if (!isStopped) publisher.set('fileOptions', ONLY, current());
  };
  async function ask(): Promise<void> {
    const found = await ports.traffic.uploadService();
    if (!found.ok) return;
    service = found.value;
    tell();
  }
  const stops = [
    policies.onChange(tell),
    xmpp.on((event) => {
      if (event.kind === 'link' && event.link.kind === 'online' && !event.link.isResumed) void ask();
    }),
  ];
  tell();
  if (xmpp.link().kind === 'online') void ask();
  return {
    current,
    stop() {
      isStopped = true;
      for (const stop of stops) stop();
      publisher.clear('fileOptions');
    },
  };
}
