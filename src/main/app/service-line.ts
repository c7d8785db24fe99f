import type { ServiceName, ServiceStatus } from '../../shared/domain/session.ts';
import type { Mailbox } from '../../shared/domain/voicemail.ts';
import type { Clock } from '../ports/clock.port.ts';
import type { Publisher } from '../ports/publisher.port.ts';
import type { SipRegistration } from '../ports/sip.port.ts';
import type { XmppLink } from '../ports/xmpp.port.ts';

/** Keeps the topic `services`: one line a service, with since when. */
export interface ServiceLine {
  set(status: Omit<ServiceStatus, 'since'>): void;
}

export function createServiceLine(ports: {
  readonly publisher: Publisher;
  readonly clock: Clock;
}): ServiceLine {
  const held = new Map<ServiceName, ServiceStatus>();
  return {
    set(status) {
      const before = held.get(status.name);
      const isSameState = before?.state === status.state;
      const next: ServiceStatus = {
        ...status,
        since: isSameState && before?.since !== undefined ? before.since : ports.clock.now(),
      };
      held.set(status.name, next);
      ports.publisher.set('services', status.name, next);
    },
  };
}

/** The chat service's line for a state of the XMPP link. */
export function chatStatus(link: XmppLink): Omit<ServiceStatus, 'since'> {
  const line = { name: 'chat', protocol: 'XMPP' } as const;
  switch (link.kind) {
    case 'offline':
      return { ...line, state: 'offline' };
    case 'connecting':
      return { ...line, state: 'connecting' };
    case 'online':
      // The engine never sends a password or a message over an unencrypted stream.
      return { ...line, state: 'online', server: link.server, isEncrypted: true };
    case 'waiting':
      return { ...line, state: 'waiting', retryAt: link.retryAt, error: link.cause };
    case 'stopped':
      return { ...line, state: 'stopped', error: link.cause };
  }
}

/** The mailbox's line; one that only has a number is no service. */
export function voicemailStatus({ state, server, error }: Mailbox): Omit<ServiceStatus, 'since'> {
  const line = { name: 'voicemail', protocol: 'HTTPS', ...(error && { error }) } as const;
  switch (state) {
    case 'none':
      return { name: 'voicemail', state: 'off' };
    case 'reading':
      return { ...line, state: 'connecting' };
    case 'ready':
      return { ...line, state: 'online', isEncrypted: true, ...(server !== undefined && { server }) };
    case 'waiting':
      return { ...line, state: 'offline' };
    case 'password':
      return { ...line, state: 'stopped' };
  }
}

/** The phone's line for a state of the SIP registration. */
export function phoneStatus(registration: SipRegistration): Omit<ServiceStatus, 'since'> {
  const line = { name: 'phone', protocol: 'SIP' } as const;
  switch (registration.kind) {
    case 'off':
      return { ...line, state: 'off' };
    case 'registering':
      return { ...line, state: 'connecting' };
    case 'registered':
      return {
        ...line,
        state: 'online',
        server: registration.server,
        protocol: `SIP, ${registration.transport.toUpperCase()}`,
        isEncrypted: registration.transport === 'tls' || registration.transport === 'wss',
        ...(registration.standIn && { standIn: registration.standIn }),
      };
    case 'waiting':
      return { ...line, state: 'waiting', retryAt: registration.retryAt, error: registration.cause };
    case 'stopped':
      return { ...line, state: 'stopped', error: registration.cause };
  }
}
