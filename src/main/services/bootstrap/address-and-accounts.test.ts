import { describe, expect, it } from 'vitest';
import { parseServer } from './locate-services.ts';
import {
  manualDeployment,
  parseRegistrar,
  readManualAccounts,
  standardsDeployment,
} from './standards-deployment.ts';
import { asciiDomain, parseWorkAddress } from './work-address.ts';

describe('the address a person types', () => {
  it.each([
    ['alice@example.test', 'alice', 'example.test'],
    ['  Alice@Example.TEST ', 'Alice', 'example.test'],
    ['amckenzie@example.test@sales.example.test', 'amckenzie@example.test', 'sales.example.test'],
    ['js12345@example', 'js12345', 'example'],
    ['jürgen@bücher.test', 'jürgen', 'xn--bcher-kva.test'],
  ])('A12, T14: %s', (typed, user, domain) => {
    expect(parseWorkAddress(typed)).toEqual({ ok: true, value: { full: `${user}@${domain}`, user, domain } });
  });

  it.each([
    '',
    'alice',
    '@example.test',
    'alice@',
    'a b@example.test',
    'alice@exa mple.test',
    'alice@example..test',
    'alice@-x.test',
    'alice@example.test/x',
    'alice@192.0.2.1',
    'alice@[::1]',
    'al"ice@example.test',
    'alice@example.test:80',
    `a@${'x'.repeat(300)}.test`,
    'a\u0000@example.test',
    '<a>@example.test',
  ])('%j is refused', (typed) => {
    expect(parseWorkAddress(typed)).toMatchObject({ error: { code: 'discovery.bad-address' } });
  });

  it('never lets a domain carry more than a name', () => {
    for (const text of ['a.test#b', 'a.test?b', 'u:p@a.test', 'a.test\\b', 'a%2ftest', ''])
      expect(asciiDomain(text)).toBeUndefined();
  });
});

const alice = { full: 'alice@example.test', user: 'alice', domain: 'example.test' };

describe('D15: a standards account', () => {
  it('found by records has chat, phone, or both', () => {
    const xmpp = [{ host: 'chat', port: 5222, tls: 'starttls' as const }];
    const sip = [{ host: 'sip', port: 5060, transport: 'tcp' as const }];
    expect(standardsDeployment(alice, { xmpp, sip })).toEqual({
      mode: 'full-uc',
      address: 'alice@example.test',
      username: 'alice',
      xmpp: { domain: 'example.test', targets: xmpp },
      sip: { aor: 'sip:alice@example.test', registrars: sip, authUser: 'alice', expires: 600 },
    });
    expect(standardsDeployment(alice, { xmpp, sip: [] })).toMatchObject({ mode: 'im-only' });
    expect(standardsDeployment(alice, { xmpp: [], sip })).toMatchObject({ mode: 'phone-only' });
  });

  it('D12: by hand takes servers, ports, transports and names of its own', () => {
    const accounts = readManualAccounts({
      kind: 'standards',
      xmpp: { address: 'alice@example.test', host: 'chat.example.test', tls: 'direct' },
      sip: {
        address: 'sip:100@pbx.example.test',
        registrar: 'sip:192.0.2.1:5070;transport=udp',
        transport: 'tls',
        authUser: 'auth100',
      },
    });
    expect(accounts.ok && manualDeployment(accounts.value)).toMatchObject({
      mode: 'full-uc',
      xmpp: { domain: 'example.test', targets: [{ host: 'chat.example.test', port: 5223, tls: 'direct' }] },
      sip: {
        aor: 'sip:100@pbx.example.test',
        registrars: [{ host: '192.0.2.1', port: 5070, transport: 'udp' }],
        authUser: 'auth100',
      },
    });
  });

  it('D12: by hand without servers leaves them to DNS', () => {
    expect(
      readManualAccounts({ kind: 'standards', xmpp: { address: 'alice@example.test', tls: 'starttls' } }),
    ).toEqual({ ok: true, value: { xmpp: { address: alice } } });
    expect(readManualAccounts({ kind: 'standards' })).toMatchObject({
      error: { code: 'discovery.bad-address' },
    });
  });

  it.each([
    ['sip:127.0.0.1:5060;transport=udp', { host: '127.0.0.1', port: 5060, transport: 'udp' }],
    ['sips:pbx.example.test', { host: 'pbx.example.test', transport: 'tls' }],
    ['pbx.example.test:5061', { host: 'pbx.example.test', port: 5061 }],
    ['SIP:[2001:db8::1]:5070;lr;transport=TCP', { host: '2001:db8::1', port: 5070, transport: 'tcp' }],
    ['pbx', { host: 'pbx' }],
  ])('reads the registrar %s', (text, expected) => {
    expect(parseRegistrar(text)).toEqual(expected);
  });

  it.each([
    ['imp.example.test', { host: 'imp.example.test', port: 8443 }],
    ['imp.example.test:443', { host: 'imp.example.test', port: 443 }],
    ['[::1]:443', { host: '::1', port: 443 }],
    ['  imp ', { host: 'imp', port: 8443 }],
  ])('reads the server %s', (text, expected) => {
    expect(parseServer(text)).toEqual(expected);
  });
});
