import { describe, expect, it } from 'vitest';
import { outsideServices, unavailableAt } from './outside-services.ts';

const withOutcome = (outside: string) =>
  outsideServices.filter((row) => row.outside === outside).map(({ service }) => service);

describe('services through Expressway (T6)', () => {
  it('A7: what works', () => {
    expect(withOutcome('works')).toEqual([
      ...['directory', 'chat', 'group-chat', 'chat-failover', 'managed-files', 'calls', 'call-share'],
      ...['cloud-meetings', 'problem-report-file'],
    ]);
  });

  it('A7: what works where the administrator lists its host', () => {
    expect(withOutcome('allow-list')).toEqual(['directory-photos', 'voicemail', 'custom-tabs', 'update']);
  });

  it('A7: what does not work, each with its reason', () => {
    expect(unavailableAt('outside').map(({ service, why }) => `${service}: ${why}`)).toEqual([
      'ldap: own-protocol',
      'peer-files: peer-to-peer',
      'desk-phone: own-protocol',
      'other-phone: own-protocol',
      'self-care: inside-server',
      'own-meetings: inside-server',
      'first-certificate: own-protocol',
      'end-to-end-media: edge-decrypts',
      'problem-report-upload: inside-server',
    ]);
  });

  it('A7: inside, and where there is no inside, nothing is missing', () => {
    expect([unavailableAt('inside'), unavailableAt(undefined)]).toEqual([[], []]);
  });
});
