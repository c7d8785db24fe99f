import { describe, expect, it } from 'vitest';
import type { ServiceStatus } from '../../../shared/domain/session.ts';
import { inOrder, isChatResting, isChatWaiting, serviceSummary } from './service-summary.ts';

const service = (name: ServiceStatus['name'], state: ServiceStatus['state']): ServiceStatus => ({
  name,
  state,
});

describe('service line', () => {
  it('says connected when everything that there is is connected', () => {
    const services = [service('chat', 'online'), service('phone', 'off'), service('network', 'online')];
    expect(serviceSummary(services)).toEqual({ kind: 'connected', tone: 'ok' });
  });

  it('no network comes before everything else', () => {
    expect(serviceSummary([service('chat', 'offline'), service('network', 'offline')]).kind).toBe(
      'no-network',
    );
  });

  it('what is down comes before what is on its way', () => {
    const summary = serviceSummary([
      service('chat', 'connecting'),
      service('directory', 'waiting'),
      service('phone', 'stopped'),
    ]);
    expect(summary).toMatchObject({ tone: 'problem', service: { name: 'phone' } });
    expect(serviceSummary([service('chat', 'connecting')])).toMatchObject({ tone: 'busy' });
  });

  it('D1: all that are down are named, and none of those that are only on their way', () => {
    const down = serviceSummary([
      service('phone', 'offline'),
      service('directory', 'connecting'),
      service('chat', 'stopped'),
    ]);
    expect(down).toMatchObject({ service: { name: 'chat' }, others: [{ name: 'phone' }] });
    const pending = serviceSummary([service('phone', 'connecting'), service('chat', 'waiting')]);
    expect(pending).toMatchObject({ tone: 'busy', service: { name: 'chat' }, others: [{ name: 'phone' }] });
  });

  it('A9: what stands in for the phone server is told, unless something is down', () => {
    const phone = { ...service('phone', 'online'), standIn: 'survivable' as const };
    expect(serviceSummary([phone, service('chat', 'online')])).toMatchObject({
      kind: 'stand-in',
      standIn: 'survivable',
    });
    expect(serviceSummary([phone, service('chat', 'offline')])).toMatchObject({ service: { name: 'chat' } });
  });

  it('A8: one line says that chat rests, and only that is signed in again from there', () => {
    const resting: ServiceStatus = { name: 'chat', state: 'stopped', error: { code: 'xmpp.nodes-failed' } };
    const refused: ServiceStatus = { name: 'chat', state: 'stopped', error: { code: 'auth.wrong-password' } };
    const phone = service('phone', 'online');
    expect(isChatResting(serviceSummary([phone, resting]))).toBe(true);
    expect(isChatResting(serviceSummary([phone, refused]))).toBe(false);
    expect([resting, refused, service('chat', 'waiting'), phone].map(isChatWaiting)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('services stand in one order', () => {
    const services = [service('voicemail', 'off'), service('phone', 'off'), service('network', 'off')];
    expect(inOrder(services).map((one) => one.name)).toEqual(['network', 'phone', 'voicemail']);
  });
});
