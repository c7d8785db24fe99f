import fc from 'fast-check';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { describe, expect, it } from 'vitest';
import { hasHiddenLetters, parseLink } from './parse-link.ts';

const dial = (target: string, more: object = {}) => ({ kind: 'dial', target, ...more });
const chat = (...addresses: string[]) => ({ kind: 'chat', addresses, body: '' });

/** X1, with the two that set up. */
const linkSchemes = [
  'xmpp',
  'im',
  'tel',
  'ciscotel',
  'sip',
  'sips',
  'ciscotelconf',
  'ciscoim',
  'callto',
  'clicktocall',
  'ciscojabber',
  'parlance',
];

describe('X2, T16: links on web pages', () => {
  it.each([
    ['TEL:1234', dial('1234')],
    ['IM:msmith@domain', chat('msmith@domain')],
    ['CISCOTEL:1234', dial('1234')],
    ['sip:%62ob@Domain', dial('sip:bob@domain', { shown: 'bob@domain' })],
    ['sip:j%C3%BCrgen@domain', dial('sip:j%C3%BCrgen@domain', { shown: 'jürgen@domain' })],
    ['sip:a%40bank.test@evil', dial('sip:a%40bank.test@evil', { shown: 'a%40bank.test@evil' })],
    ['SIP:msmith@domain', dial('sip:msmith@domain', { shown: 'msmith@domain' })],
    ['XMPP:msmith@domain;amckenzi@domain', chat('msmith@domain', 'amckenzi@domain')],
    ['XMPP:user_a@d;user_b@d;user_c@d;user_d@d', chat('user_a@d', 'user_b@d', 'user_c@d', 'user_d@d')],
    ['xmpp:msmith@domain?message;subject=I.T.%20Desk', { ...chat('msmith@domain'), subject: 'I.T. Desk' }],
    [
      'im:user_a@d;user_b@d;user_c@d?message;subject=I.T%20Desk;body=Jabber%2010.5%20Query',
      {
        kind: 'chat',
        addresses: ['user_a@d', 'user_b@d', 'user_c@d'],
        subject: 'I.T Desk',
        body: 'Jabber 10.5 Query',
      },
    ],
    ['tel://1234', dial('1234')],
    ['ciscotel://1234', dial('1234')],
    ['sip://msmith@domain', dial('sip:msmith@domain')],
    ['xmpp://msmith@domain', chat('msmith@domain')],
    ['xmpp://msmith@domain/?message', chat('msmith@domain')],
    ['xmpp://me@domain/msmith@domain?message', chat('msmith@domain')],
    ['xmpp:msmith@domain/me@desk', chat('msmith@domain')],
  ])('%s', (url, link) => {
    expect(parseLink(url)).toMatchObject({ ok: true, value: link });
  });

  it('CISCOTELCONF:msmith@domain;amckenzi@domain calls them together, five people at most', () => {
    expect(parseLink('CISCOTELCONF:msmith@domain;amckenzi@domain')).toMatchObject({
      value: { kind: 'conference', targets: ['sip:msmith@domain', 'sip:amckenzi@domain'] },
    });
    expect(parseLink('CISCOTELCONF:1002;+1 201 555 0123;1002')).toMatchObject({
      value: { kind: 'conference', targets: ['1002', '+12015550123'] },
    });
    expect(parseLink('CISCOTELCONF:a@d;b@d;c@d;d@d;e@d')).toMatchObject({
      error: { code: 'link.too-many-people' },
    });
    expect(parseLink('CISCOTELCONF:a@d;112')).toMatchObject({ error: { code: 'link.malformed' } });
    expect(parseLink('CISCOTELCONF:a@d;not a number')).toMatchObject({ error: { code: 'link.malformed' } });
    expect(parseLink('CISCOTELCONF:msmith@domain')).toMatchObject({ value: dial('sip:msmith@domain') });
  });
});

describe('X1, X3: every scheme, in any letter case', () => {
  it.each([
    ['sips:bob@example.test', dial('sip:bob@example.test')],
    ['cIsCoIm:bob@example.test', chat('bob@example.test')],
    ['CALLTO:+15550100+type=phone', dial('+15550100')],
    ['clicktocall:1001', dial('1001')],
    ['tel:+1-201-555-0123', dial('+12015550123')],
    ['tel:+1%20(201)%20555.0123', dial('+12015550123')],
    ['tel:%2B12015550123', dial('+12015550123')],
    ['tel://+12015550123/', dial('+12015550123')],
    ['tel:+1-201-555-0123;ext=42', dial('+12015550123', { shown: '+12015550123 ext. 42' })],
    ['tel:7042;phone-context=example.test', dial('7042')],
    ['tel:*67#', dial('*67#')],
    ['TEL:112', dial('112', { isEmergency: true })],
    ['sip:1001@192.0.2.1:5070;transport=tcp?subject=x', dial('sip:1001@192.0.2.1:5070')],
    ['sip:1234', dial('1234')],
    ['xmpp:bob@example.test/laptop', chat('bob@example.test')],
    ['xmpp:BOB@Example.Test', chat('bob@example.test')],
    ['im:bob@example.test;bob@example.test', chat('bob@example.test')],
    ['im:bob%40x@example.test', undefined],
    ['xmpp:bob@example.test?;body=hi', { body: 'hi' }],
    ['xmpp:bob@example.test?body=hi', { body: 'hi' }],
    ['xmpp:bob@example.test?message;body=a%3Bb%3Fc%26d', { body: 'a;b?c&d' }],
    ['xmpp:bob@example.test?message;body=100%25', { body: '100%' }],
    ['xmpp:bob@example.test?message;body=%2541', { body: '%41' }],
    ['xmpp:bob@example.test?message;body=one%0D%0Atwo', { body: 'one\ntwo' }],
    ['xmpp:bob@example.test?message;body=a+b', { body: 'a+b' }],
    ['xmpp:bob@example.test?message;BODY=first;body=second', { body: 'first' }],
    ['xmpp:bob@example.test?message;subject=two%0Alines', { subject: 'two lines' }],
    ['xmpp:j%C3%BCrgen@example.test', chat('jürgen@example.test')],
    ['  tel:1234  ', dial('1234')],
    ['xmpp:room@rooms.example.test?join', { kind: 'room', address: 'room@rooms.example.test' }],
    ['XMPP:room@rooms.example.test?JOIN;password=a%20b', { kind: 'room', password: 'a b' }],
    ['xmpp:a@b.test;c@b.test?join', undefined],
  ])('%s', (url, link) => {
    if (link === undefined) expect(parseLink(url)).toMatchObject({ error: { code: 'link.malformed' } });
    else expect(parseLink(url)).toMatchObject({ ok: true, value: link });
  });
});

describe('D8, T2: setup links', () => {
  const keys = (entries: Record<string, string>) =>
    Object.entries(entries).map(([name, value]) => ({ name, value }));

  it.each([
    ['ciscojabber://provision?servicesdomain=example.test', { ServicesDomain: 'example.test' }],
    [
      'ciscojabber://provision?ServicesDomain=example.test&VoiceServicesDomain=voice.example.test',
      { ServicesDomain: 'example.test', VoiceServicesDomain: 'voice.example.test' },
    ],
    [
      'ciscojabber://provision?ServicesDomain=s&VoiceServicesDomain=v&ServiceDiscoveryExcludedServices=WEBEX',
      { ServicesDomain: 's', VoiceServicesDomain: 'v', ServiceDiscoveryExcludedServices: 'WEBEX' },
    ],
    [
      'ciscojabber://provision?ServicesDomain=s&ServiceDiscoveryExcludedServices=CUCM,CUP',
      { ServicesDomain: 's', ServiceDiscoveryExcludedServices: 'CUCM,CUP' },
    ],
    [
      'ciscojabber://provision?ServicesDomain=s&ServiceDiscoveryExcludedServices=CUCM,CUP&ServicesDomainSsoEmailPrompt=OFF',
      {
        ServicesDomain: 's',
        ServiceDiscoveryExcludedServices: 'CUCM,CUP',
        ServicesDomainSsoEmailPrompt: 'OFF',
      },
    ],
    [
      'ciscojabber://provision?servicesdomain=example.test&ServiceDiscoveryExcludeServices=WEBEX,CUP',
      { ServicesDomain: 'example.test', ServiceDiscoveryExcludedServices: 'WEBEX,CUP' },
    ],
    ['PARLANCE://Provision?ServicesDomain=example.test', { ServicesDomain: 'example.test' }],
    [
      'parlance:provision?ServicesDomain=example.test&Telephony_Enabled=TRUE&ForceLaunchBrowser=false',
      { ServicesDomain: 'example.test', Telephony_Enabled: 'true', ForceLaunchBrowser: 'false' },
    ],
  ])('%s', (url, expected) => {
    expect(parseLink(url)).toMatchObject({
      ok: true,
      value: { kind: 'provision', domain: expected.ServicesDomain, keys: keys(expected), unknown: [] },
    });
  });

  it('unknown parameters are left out and named for the log', () => {
    expect(parseLink('ciscojabber://provision?ServicesDomain=s&Colour=red')).toMatchObject({
      value: { keys: keys({ ServicesDomain: 's' }), unknown: ['Colour'] },
    });
  });

  it.each([
    'ciscojabber://provision',
    'ciscojabber://provision?',
    'ciscojabber://provision?ServicesDomain=',
    'ciscojabber://provision?ServicesDomain=a b',
    'ciscojabber://provision?ServicesDomain=exa%0Ample.test',
    'ciscojabber://provision?ServicesDomain=example.test/path',
    'ciscojabber://provision?ServicesDomain=user@example.test',
    'ciscojabber://provision?ServicesDomain=s&ServiceDiscoveryExcludedServices=EVERYTHING',
    'ciscojabber://provision?ServicesDomain=s&Telephony_Enabled=maybe',
    'ciscojabber://provision?ServicesDomain=%zz',
    'ciscojabber://provision?Telephony_Enabled=true',
    'ciscojabber://provision?ServicesDomain',
  ])('%s is malformed', (url) => {
    expect(parseLink(url)).toMatchObject({ ok: false, error: { code: 'link.malformed' } });
  });
});

describe('X3, Q2: garbage and attacks', () => {
  it.each([
    '',
    ' ',
    ':',
    'tel',
    'tel:',
    'tel://',
    'tel:+',
    'tel:abc%zz',
    'tel:12\u202e34',
    'tel:12%E2%80%AE34',
    'tel:12%0034',
    'tel:12\n34',
    'tel:1;ext=rm -rf',
    `tel:${'9'.repeat(500)}`,
    'sip:',
    'sip:@',
    'sip:bob@',
    'sip:bob@exa mple.test',
    'sip:bob@example.test%0d%0aVia: x',
    'sip:<script>@example.test',
    'xmpp:',
    'xmpp:;',
    'xmpp:bob',
    'xmpp:@example.test',
    'xmpp:bob@',
    'xmpp:bob@a@b',
    'xmpp:bob@example.test?message;body=%E0%A4%A',
    'xmpp:bob@example.test?<script>',
    "im:bob'@example.test",
    'im:bob<img>@example.test',
    'im:bob@example.test;javascript:alert(1)',
    `im:${Array.from({ length: 101 }, (_, at) => `u${at}@example.test`).join(';')}`,
    `xmpp:bob@example.test?body=${'x'.repeat(11_000)}`,
    'im:bob@exam\u0000ple.test',
    'xmpp:\u200bbob@example.test',
    'http//example.test',
    '1tel:5',
    'ciscotelconf:',
  ])('%j is malformed', (url) => {
    expect(parseLink(url)).toMatchObject({ ok: false, error: { code: 'link.malformed' } });
  });

  it.each([
    ['javascript:alert(1)', 'javascript'],
    ['file:///etc/passwd', 'file'],
    ['https://example.test/', 'https'],
    ['mailto:bob@example.test', 'mailto'],
    ['xmpp:bob@example.test?remove', 'xmpp remove'],
    ['ciscojabber://settings/security', 'ciscojabber settings'],
    ['parlance://', 'parlance'],
    ['__proto__:x', 'x'],
    ['constructor:x', 'constructor'],
  ])('%j is not supported, by name', (url, scheme) => {
    const result = parseLink(url);
    expect(result.ok).toBe(false);
    if (url.startsWith('__')) expect(result).toMatchObject({ error: { code: 'link.malformed' } });
    else expect(result).toMatchObject({ error: { code: 'link.unsupported', params: { scheme } } });
  });

  it('Q2: whatever comes, what is shown and dialled has no hidden letters', { timeout: 900_000 }, () => {
    const scheme = fc.constantFrom(...linkSchemes);
    const piece = fc.oneof(
      fc.constantFrom(
        '//',
        '%',
        '%2B',
        '%00',
        '%0A',
        '%E2%80%AE',
        ';',
        '?',
        '&',
        '=',
        '@',
        'provision',
        'message',
        'body',
        'subject',
        'ext',
        '+1',
        '112',
        'example.test',
        'ServicesDomain',
        '/',
        '#',
        ',',
      ),
      fc.string({ unit: 'binary' }),
      fc.string(),
    );
    fc.assert(
      fc.property(scheme, fc.array(piece, { maxLength: 12 }), (name, pieces) => {
        const result = parseLink(`${name}:${pieces.join('')}`);
        if (!result.ok) return /^link\.(malformed|unsupported|too-many-people)$/.test(result.error.code);
        const link = result.value;
        if (link.kind === 'dial')
          return !hasHiddenLetters(link.target + link.shown) && /^(sip:\S+|[\w+*#.-]+)$/.test(link.target);
        if (link.kind === 'room') return !hasHiddenLetters(link.address);
        if (link.kind === 'provision')
          return (
            !hasHiddenLetters(link.keys.map(({ value }) => value).join('')) &&
            /^[a-z0-9._-]+$/.test(link.domain)
          );
        if (link.kind === 'conference')
          return link.targets.length <= 4 && !hasHiddenLetters(link.targets.join(''));
        return link.addresses.every(
          (address) => !hasHiddenLetters(address) && /^[^@\s]+@[^@\s]+$/.test(address),
        );
      }),
      { numRuns: fuzzRuns(5_000) },
    );
  });

  it('Q2: takes no longer for long links', () => {
    for (const text of [
      `tel:${'1-'.repeat(5_000)}`,
      `xmpp:${'a@b;'.repeat(2_500)}`,
      `sip:${'a'.repeat(5_000)}@${'b.'.repeat(2_500)}`,
      `parlance://provision?${'a=b&'.repeat(2_500)}`,
    ])
      expect(typeof parseLink(text).ok).toBe('boolean');
  });
});
