import type { Call, IceSettings, Party } from '../../shared/domain/call.ts';
import type { DialRule } from '../../shared/domain/dial-rule.ts';
import type { Settings } from '../../shared/domain/settings.ts';
import type { CallId } from '../../shared/domain/ids.ts';
import type { CallsPorts } from '../services/calls/calls-ports.ts';
import type { CallsHandlers } from '../services/calls/calls-handlers.ts';
import { type CallsService, createCallsService } from '../services/calls/create-calls-service.ts';
import type { PhoneOptions } from '../services/session/session-services.ts';
import type { Policies } from '../ports/policies.port.ts';
import { shownAddress } from '../services/calls/dial-target.ts';
import { callPolicies } from '../services/calls/call-policies.ts';
import type { CallLogStore } from '../ports/storage.port.ts';
import { relayHandlers } from './handler-relay.ts';
import type { IdentityService } from './session-services.ts';

export interface CallsOfSession extends IdentityService {
  readonly handlers: CallsHandlers;
  setPhoneOptions(options: PhoneOptions): void;
  /** The person has another phone that a running call can be sent to. */
  setCanMove(canMove: boolean): void;
  /** This call is to another phone of the person, for whom they want to speak with: the history names these. */
  standsFor(callId: CallId, target: string): void;
  /** Another phone of the person rings for the call from this address and is shown instead. */
  giveWay(address: string): void;
  /** A call is being set up, rings or stands. */
  isOnCall(): boolean;
}

export interface CallsOfSessionPorts
  extends Omit<CallsPorts, 'callLog' | 'configuration' | 'onVideoRate' | 'spokenWith'> {
  readonly onOnCall: (isOnCall: boolean) => void;
  /** The screen is shown in a call. */
  readonly onPresenting: (isPresenting: boolean) => void;
  readonly policies: Policies;
  readonly settings: { current(): Settings };
  /** A call begins to ring, once a call. */
  readonly onRinging: (call: Call) => void;
}

/** The documented default of the SIP profile (T11). */
const DEFAULT_PORTS = { start: 16_384, stop: 32_766 };
/** Policy order: wide band first, then what every server has. */
const CODECS = ['opus', 'G722', 'PCMU', 'PCMA'] as const;

/** Where the identity keeps the rate of its last good picture, bit/s. */
const RATE_KEY = 'calls/video-rate';

const names = [
  'calls/dial',
  'calls/answer',
  'calls/decline',
  'calls/hang-up',
  'calls/hold',
  'calls/resume',
  'calls/set-mute',
  'calls/set-video',
  'calls/share',
  'calls/send-dtmf',
  'calls/press',
  'calls/preview',
  'calls/transfer',
  'calls/consult',
  'calls/answer-transfer',
  'calls/merge',
  'calls/split',
  'calls/history',
  'calls/mark-history-seen',
  'media/answered',
  'media/failed',
  'media/stats',
] as const;

/** The calls service lives from sign-in to sign-out; its handlers are always there and say when nobody is signed in. */
export function createCallsOfSession(ports: CallsOfSessionPorts): CallsOfSession {
  let calls: CallsService | undefined;
  let callLog: CallLogStore | undefined;
  let mediaPorts = DEFAULT_PORTS;
  let direct: IceSettings = { servers: [], isRelayOnly: false };
  let dialRules: readonly DialRule[] = [];
  let phone = { needsEncryption: false, hasSoftkeys: false };
  let canMove = false;
  const spokenWith = new Map<CallId, Party>();
  // A Unified CM has keys for what others have codes for.
  const parkCode = () => (phone.hasSoftkeys ? '' : ports.settings.current().featureCodes.park) || undefined;
  const decided = () =>
    callPolicies(ports.policies.current(), { ...phone, canMove, hasParkCode: parkCode() !== undefined });
  return {
    handlers: relayHandlers(names, () => calls?.handlers),
    setPhoneOptions(options) {
      mediaPorts = options.mediaPorts ?? DEFAULT_PORTS;
      phone = {
        needsEncryption: options.needsEncryption === true,
        hasSoftkeys: options.hasSoftkeys === true,
      };
      dialRules = options.dialRules ?? [];
      direct = options.ice ?? { servers: [], isRelayOnly: false };
    },
    setCanMove: (value) => {
      canMove = value;
    },
    standsFor(callId, target) {
      const address = shownAddress(target);
      spokenWith.set(callId, { name: '', address });
      void ports.resolveParty(address).then(
        (party) => party && spokenWith.set(callId, { ...party, address }),
        () => undefined,
      );
    },
    giveWay: (address) => calls?.giveWay(address),
    isOnCall: () => (calls?.active().length ?? 0) > 0,
    async start(identity) {
      callLog = identity.callLog;
      let lastGoodRate = Number(await identity.keyValue.get(RATE_KEY));
      const service = createCallsService({
        ...ports,
        callLog: () => callLog,
        spokenWith: (callId) => spokenWith.get(callId),
        onVideoRate: (rate) => {
          lastGoodRate = rate;
          identity.keyValue.set(RATE_KEY, String(Math.round(rate))).catch(() => undefined);
        },
        features: () => decided().features,
        parkCode,
        configuration: () => {
          const { srtp, canDialAddresses, video } = decided();
          return {
            ...{ mediaPorts, codecs: CODECS, srtp, dialRules, canDialAddresses },
            // It is always encrypted.
            ...(srtp !== 'none' && { direct }),
            ...(video && { video: { ...video, ...(lastGoodRate > 0 && { lastGoodRate }) } }),
          };
        },
      });
      calls = service;
      const rung = new Set<CallId>();
      service.onChange(() => {
        const active = service.active();
        ports.onOnCall(active.some((call) => call.state !== 'ringing-in'));
        ports.onPresenting(active.some(isPresenting));
        for (const call of active) {
          if (call.state !== 'ringing-in' || rung.has(call.id)) continue;
          rung.add(call.id);
          ports.onRinging(call);
        }
      });
    },
    async stop() {
      const ending = calls;
      calls = undefined;
      spokenWith.clear();
      await ending?.stop();
      callLog = undefined;
    },
  };
}

/** Our screen is seen, beside the camera or in its place. */
function isPresenting({ slides, video }: Call): boolean {
  return slides?.isSending === true || (video?.source === 'screen' && video.isSending);
}
