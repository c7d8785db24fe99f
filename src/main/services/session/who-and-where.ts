import type { NetworkLocation } from '../../../shared/domain/outside-services.ts';
import type { TextRef } from '../../../shared/domain/text-ref.ts';
import type { Failure } from '../../../shared/errors/result.ts';
import type { Deployment } from '../../ports/sign-in.port.ts';
import type { WorkAddress } from '../bootstrap/work-address.ts';
import { locationOf } from './network-move.ts';

/** The sentence of a failure. */
export function errorText({ code, params }: Failure): TextRef {
  return { key: `error.${code}`, ...(params && { params: { ...params } }) };
}

/** Inside or outside, where that can be told. */
export function placeOf(deployment: Deployment): { location?: NetworkLocation } {
  const location = locationOf(deployment);
  return location ? { location } : {};
}

/** How a person is called until their card is known. */
export function nameOf({ displayName, address }: Deployment): string {
  return displayName ?? address;
}

/** The address of a deployment that needs no discovery; its domain may be an IP literal, as in a test. */
export function addressOf(full: string, deployment: Deployment): WorkAddress {
  return {
    full,
    user: deployment.username,
    domain: deployment.xmpp?.domain ?? full.slice(full.lastIndexOf('@') + 1),
  };
}
