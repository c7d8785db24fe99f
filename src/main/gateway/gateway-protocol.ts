import type { Result } from '../../shared/errors/result.ts';
import type { GatewayEvent, MediaGatewayPort } from '../ports/media-gateway.port.ts';

/**
 * What main and the gateway process say to each other, over any channel that carries structured clones: the port's calls
 * by name, their results, and events. Descriptions and commands only; media never passes here.
 */
export type GatewayMethod = Exclude<keyof MediaGatewayPort, 'onEvent'>;

export const gatewayMethods: readonly GatewayMethod[] = [
  'openSession',
  'loopbackOffer',
  'loopbackAnswer',
  'localSdp',
  'remoteSdp',
  'rollback',
  'setDirection',
  'setMuted',
  'setPicture',
  'takeFloor',
  'sendDtmf',
  'stats',
  'close',
];

export interface GatewayRequest {
  readonly kind: 'request';
  readonly id: number;
  readonly method: GatewayMethod;
  readonly args: readonly unknown[];
}

export type GatewayReply =
  | { readonly kind: 'reply'; readonly id: number; readonly result: Result<unknown> }
  | { readonly kind: 'event'; readonly event: GatewayEvent };

/** Sender's intent checked by shape before anything is called: main is trusted, a mix-up of channels isn't. */
export function isGatewayRequest(message: unknown): message is GatewayRequest {
  if (!isRecord(message) || message['kind'] !== 'request' || typeof message['id'] !== 'number') return false;
  const { method, args } = message;
  if (!gatewayMethods.some((name) => name === method) || !Array.isArray(args) || args.length > 4)
    return false;
  const [first] = args;
  return method === 'openSession'
    ? isRecord(first) && typeof first['sessionId'] === 'string'
    : typeof first === 'string';
}

export function isGatewayReply(message: unknown): message is GatewayReply {
  if (!isRecord(message)) return false;
  if (message['kind'] === 'event')
    return isRecord(message['event']) && typeof message['event']['type'] === 'string';
  return message['kind'] === 'reply' && typeof message['id'] === 'number' && isRecord(message['result']);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
