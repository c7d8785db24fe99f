import { describe, expect, it } from 'vitest';
import type { SipAccount } from '../../ports/sip.port.ts';
import { unboundContact } from './contact.ts';

const account = (device: SipAccount['device']) =>
  ({ instanceId: '00000000-0000-4000-8000-000000000001', device }) as SipAccount;

const written = (device: SipAccount['device'], register: boolean) =>
  unboundContact(account(device), 'alice').toString({ register });

describe('the Contact', () => {
  it('V9: of a call at a call manager says that it can have pictures and slides, that of REGISTER the device', () => {
    const device = { name: 'CSFALICE', hasVideo: true };
    expect(written(device, false)).toBe('<sip:alice@unbound.invalid>;video;bfcp');
    expect(written(device, true)).toContain('+u.sip!devicename.ccm.cisco.com="CSFALICE"');
    expect(written(device, true)).toMatch(/;video$/);
  });

  it('V9: says nothing of it where policy has no video, or the server is no call manager', () => {
    expect(written({ name: 'CSFALICE' }, false)).toBe('<sip:alice@unbound.invalid>');
    expect(written(undefined, false)).toBe('<sip:alice@unbound.invalid>');
  });
});
