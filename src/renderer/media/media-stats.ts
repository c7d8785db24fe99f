import type { MediaStats } from '../../shared/domain/call.ts';

/** What the numbers of one audio connection come to; counts are totals since it began. */
export function readMediaStats(report: Iterable<readonly [string, unknown]>): MediaStats {
  const entries = [...report].map(([, entry]) => entry as Partial<RTCStats> & Record<string, unknown>);
  const find = (type: string) => entries.find((entry) => entry.type === type) ?? {};
  const number = (entry: Record<string, unknown>, name: string): number | undefined => {
    const value = entry[name];
    return typeof value === 'number' ? value : undefined;
  };
  const inbound = find('inbound-rtp');
  const roundTrip = number(find('remote-inbound-rtp'), 'roundTripTime');
  const level = number(inbound, 'audioLevel');
  return {
    packetsSent: number(find('outbound-rtp'), 'packetsSent') ?? 0,
    packetsReceived: number(inbound, 'packetsReceived') ?? 0,
    packetsLost: number(inbound, 'packetsLost') ?? 0,
    jitterMs: (number(inbound, 'jitter') ?? 0) * 1_000,
    ...(roundTrip !== undefined && { roundTripMs: roundTrip * 1_000 }),
    ...(level !== undefined && { audioLevelIn: level }),
  };
}
