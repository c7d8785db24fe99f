import { type MediaPage, openMediaPage } from '../../test/media/media-page.ts';
import { type RtpPeer, type RtpPeerOptions, startRtpPeer } from '../../test/media/rtp-peer.ts';
import { findBrowser } from '../../src/main/hosts/node/browser.ts';
import type { MediaTask } from '../../src/shared/domain/call.ts';
import { unwrap } from '../../src/shared/errors/result.ts';
import { forkGateway } from '../gateway/fork-gateway.ts';
import { NotHere } from '../part.ts';

/** Real calls: Chromium with the product's page code, the product's gateway, far ends on plain sockets. */
export interface Talk {
  readonly page: MediaPage;
  readonly gatewayPid: number;
  /** A call that stands. */
  call(options: RtpPeerOptions): Promise<RtpPeer>;
  stop(): Promise<void>;
}

export async function startTalk(): Promise<Talk> {
  const browser = findBrowser();
  if (!browser) throw new NotHere('no Chromium, Chrome or Edge');
  const { child, gateway } = forkGateway();
  const page = await openMediaPage(browser.path);
  const tasks = new Map<string, MediaTask>();
  const peers: RtpPeer[] = [];
  return {
    page,
    gatewayPid: child.pid ?? 0,
    async call(options) {
      const callId = `call-${tasks.size}` as MediaTask['callId'];
      const peer = await startRtpPeer(options);
      peers.push(peer);
      const codec = options.codec.startsWith('opus') ? 'opus' : 'PCMU';
      unwrap(
        await gateway.openSession({
          ...{ sessionId: callId, localAddress: '127.0.0.1', codecs: [codec], dscpAudio: 46 },
          srtp: options.suite ? 'sdes' : 'none',
          ports: { start: 38_000, stop: 39_999 },
        }),
      );
      const offer = unwrap(await gateway.loopbackOffer(callId));
      const { revision, sdp: offerSdp } = offer;
      tasks.set(callId, { callId, revision, offerSdp, isMuted: false, isHeld: false, codec });
      await page.reconcile([...tasks.values()]);
      peer.take(unwrap(await gateway.localSdp(callId, 'offer')));
      unwrap(await gateway.remoteSdp(callId, peer.sdp(), 'answer'));
      const answer = await page.answer(callId, revision);
      unwrap(await gateway.loopbackAnswer(callId, answer.sdp, answer.revision));
      return peer;
    },
    async stop() {
      await page.close();
      for (const peer of peers) peer.close();
      if (child.connected) child.disconnect();
    },
  };
}
