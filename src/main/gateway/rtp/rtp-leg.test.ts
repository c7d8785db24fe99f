import { afterEach, describe, expect, it } from 'vitest';
import { unwrap } from '../../../shared/errors/result.ts';
import type { CryptoLine } from '../../engines/sdp/sdes.ts';
import { bindPortPair } from './port-pair.ts';
import type { RemoteEnd } from './rtp-leg.ts';
import { RtpLeg } from './rtp-leg.ts';
import { bindUdp } from './udp.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const rtp = (sequence: number) => {
  const packet = Buffer.alloc(20);
  packet.writeUInt8(0x80, 0);
  packet.writeUInt16BE(sequence, 2);
  return packet;
};
const receiverReport = Buffer.from('80c9000100000001', 'hex');

const line: CryptoLine = {
  tag: 1,
  suite: 'AES_CM_128_HMAC_SHA1_80',
  key: Buffer.alloc(16, 1),
  salt: Buffer.alloc(14, 2),
};

async function start() {
  const heard = { rtp: [] as Buffer[], rtcp: [] as Buffer[] };
  const pair = unwrap(await bindPortPair('127.0.0.1', { start: 35_000, stop: 36_999 }, Math.random));
  const leg = new RtpLeg(pair, {
    isLatching: false,
    handlers: { onRtp: (packet) => heard.rtp.push(packet), onRtcp: (packet) => heard.rtcp.push(packet) },
  });
  const peer = {
    rtp: await bindUdp({ address: '127.0.0.1', port: 0 }),
    rtcp: await bindUdp({ address: '127.0.0.1', port: 0 }),
  };
  const got = { rtp: [] as Buffer[], rtcp: [] as Buffer[] };
  peer.rtp.on('message', (packet) => got.rtp.push(packet));
  peer.rtcp.on('message', (packet) => got.rtcp.push(packet));
  closing.push(
    () => leg.close(),
    () => peer.rtp.close(),
    () => peer.rtcp.close(),
  );
  const remote: RemoteEnd = {
    address: '127.0.0.1',
    rtpPort: peer.rtp.address().port,
    rtcpPort: peer.rtcp.address().port,
    isRtcpMux: false,
    isNowhere: false,
  };
  return { leg, heard, peer, got, remote };
}

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 2_000;
  while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

describe('RtpLeg', () => {
  it('V2: keeps RTP and RTCP on their own ports', async () => {
    const { leg, heard, peer, got, remote } = await start();
    leg.setRemote(remote);
    leg.sendRtp(rtp(1));
    leg.sendRtcp(receiverReport);
    peer.rtp.send(rtp(2), leg.rtpPort, '127.0.0.1');
    peer.rtcp.send(receiverReport, leg.rtcpPort, '127.0.0.1');
    await until(() => [got.rtp, got.rtcp, heard.rtp, heard.rtcp].every((list) => list.length === 1));
  });

  it('V2: shares one port where that was agreed', async () => {
    const { leg, heard, peer, got, remote } = await start();
    leg.setRemote({ ...remote, isRtcpMux: true, rtcpPort: remote.rtpPort });
    leg.sendRtp(rtp(1));
    leg.sendRtcp(receiverReport);
    peer.rtp.send(rtp(2), leg.rtpPort, '127.0.0.1');
    peer.rtp.send(receiverReport, leg.rtpPort, '127.0.0.1');
    await until(() => got.rtp.length === 2 && heard.rtp.length === 1 && heard.rtcp.length === 1);
  });

  it('V4: sends nothing while there is nowhere to send to', async () => {
    const { leg, remote } = await start();
    expect(leg.sendRtp(rtp(1))).toBe(false);
    leg.setRemote({ ...remote, address: '0.0.0.0', isNowhere: true });
    expect(leg.sendRtp(rtp(1))).toBe(false);
  });

  it('V2: a key that comes back goes on counting, so its key stream never repeats', async () => {
    const { leg, remote } = await start();
    const crypto = { suite: line.suite, local: line, remote: line };
    leg.setRemote({ ...remote, crypto });
    expect(leg.sendRtp(rtp(5))).toBe(true);
    leg.setRemote(remote);
    leg.setRemote({ ...remote, crypto });
    expect([leg.sendRtp(rtp(5)), leg.sendRtp(rtp(6))]).toEqual([false, true]);
  });

  it('V2: is silent once closed', async () => {
    const { leg, remote } = await start();
    leg.setRemote(remote);
    leg.close();
    leg.close();
    expect(leg.sendRtp(rtp(1))).toBe(false);
  });
});
