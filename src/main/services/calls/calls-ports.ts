import type { DialRule } from '../../../shared/domain/dial-rule.ts';
import type { CallAction, IceSettings, Party } from '../../../shared/domain/call.ts';
import type { CallId, ContactId } from '../../../shared/domain/ids.ts';
import type { Clock } from '../../ports/clock.port.ts';
import type { Log } from '../../ports/log.port.ts';
import type { CodecName, MediaGatewayPort, SrtpPolicy, VideoSpec } from '../../ports/media-gateway.port.ts';
import type { Publisher } from '../../ports/publisher.port.ts';
import type { Random } from '../../ports/random.port.ts';
import type { Sip } from '../../ports/sip.port.ts';
import type { CallLogStore } from '../../ports/storage.port.ts';
import type { Trace } from '../../ports/trace.port.ts';

export interface CallsConfiguration {
  /** Inclusive; audio takes the lower half (V5). */
  readonly mediaPorts: { readonly start: number; readonly stop: number };
  /** Policy order. */
  readonly codecs: readonly CodecName[];
  readonly srtp: SrtpPolicy;
  /** For far ends that speak ICE and DTLS-SRTP themselves. Absent: all calls go by the gateway. */
  readonly direct?: IceSettings;
  /** Absent: calls without pictures. */
  readonly video?: VideoSpec;
  /** 46 when not said (V5). */
  readonly dscpAudio?: number;
  /** Addresses may be dialled, not only numbers; yes when not said. */
  readonly canDialAddresses?: boolean;
  /** Application dial rules (V6); none when not said. */
  readonly dialRules?: readonly DialRule[];
}

/** What is known of a party besides its address. */
export interface KnownParty {
  readonly name: string;
  readonly contactId?: ContactId;
  readonly avatarHash?: string;
}

export interface CallsPorts {
  readonly sip: Sip;
  readonly gateway: MediaGatewayPort;
  /** Whom a call to the person’s own other phone is really about; the history names these. */
  readonly spokenWith?: (callId: CallId) => Party | undefined;
  /** The signed-in identity's log; absent while nobody is signed in. */
  readonly callLog: () => CallLogStore | undefined;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly trace: Trace;
  /** Who is behind a number or SIP address (C4). May take its time; the call is shown before. */
  readonly resolveParty: (address: string) => Promise<KnownParty | undefined>;
  /** True: incoming calls are refused as busy without a sound (M3). */
  readonly isDoNotDisturb: (from?: string) => boolean;
  readonly configuration: () => CallsConfiguration;
  /** What the server does besides what every phone can: park, divert, record, and `merge` for a conference of its own. */
  readonly features?: () => readonly CallAction[];
  /** Where a call is sent to park it, at servers that have no key for it. */
  readonly parkCode?: () => string | undefined;
  /** A picture of ours came through whole at this rate, bit/s: what the next call may begin with. */
  readonly onVideoRate?: (rate: number) => void;
  /** The first packet of a call's voice left for the far end. */
  readonly onRtpSent?: (callId: CallId) => void;
}
