import { serviceNameSchema, type ServiceStatus } from '../../../shared/domain/session.ts';

export type ServiceTone = 'ok' | 'busy' | 'problem';

export type ServiceSummary =
  | { readonly kind: 'connected'; readonly tone: ServiceTone }
  | { readonly kind: 'no-network'; readonly tone: ServiceTone }
  /** Everything runs, but the phone by something that stands in for its server. */
  | {
      readonly kind: 'stand-in';
      readonly tone: ServiceTone;
      readonly standIn: NonNullable<ServiceStatus['standIn']>;
    }
  /** `others` are in the same trouble as the first. */
  | {
      readonly kind: 'service';
      readonly tone: ServiceTone;
      readonly service: ServiceStatus;
      readonly others: readonly ServiceStatus[];
    };

const order = serviceNameSchema.options;
const isDown = ({ state }: ServiceStatus) => state === 'offline' || state === 'stopped';

/** Services in the order in which they are always shown. */
export function inOrder(services: Iterable<ServiceStatus>): readonly ServiceStatus[] {
  return [...services].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** The one line that matters most: no network, then all that is down, then all that is on its way, then what stands in. */
export function serviceSummary(services: Iterable<ServiceStatus>): ServiceSummary {
  const known = inOrder(services).filter((service) => service.state !== 'off');
  const network = known.find((service) => service.name === 'network');
  if (network && (isDown(network) || network.state === 'waiting'))
    return { kind: 'no-network', tone: 'problem' };
  const [down, ...alsoDown] = known.filter(isDown);
  if (down) return { kind: 'service', tone: 'problem', service: down, others: alsoDown };
  const [pending, ...alsoPending] = known.filter((service) => service.state !== 'online');
  if (pending) return { kind: 'service', tone: 'busy', service: pending, others: alsoPending };
  const standIn = known.find((service) => service.standIn)?.standIn;
  return standIn ? { kind: 'stand-in', tone: 'busy', standIn } : { kind: 'connected', tone: 'ok' };
}

/** Both chat servers failed: nothing is tried until the person wants it (A8). */
export function isChatResting(summary: ServiceSummary): boolean {
  return (
    summary.kind === 'service' &&
    summary.service.error?.code === 'xmpp.nodes-failed' &&
    isDown(summary.service)
  );
}

/** Chat that the person may have tried at once: it rests, or waits for its time. */
export function isChatWaiting({ name, state, error }: ServiceStatus): boolean {
  return name === 'chat' && (state === 'waiting' || error?.code === 'xmpp.nodes-failed');
}
