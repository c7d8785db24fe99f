import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bareJid,
  escapeLocal,
  formatJid,
  jidOfUser,
  normaliseBareJid,
  parseJid,
  unescapeLocal,
} from './jid.ts';

describe('addresses (RFC 7622 section 3.5)', () => {
  it.each([
    ['juliet@example.com', 'juliet@example.com'],
    ['juliet@example.com/foo', 'juliet@example.com/foo'],
    ['juliet@example.com/foo bar', 'juliet@example.com/foo bar'],
    ['juliet@example.com/foo@bar', 'juliet@example.com/foo@bar'],
    ['foo\\20bar@example.com', 'foo\\20bar@example.com'],
    ['fussball@example.com', 'fussball@example.com'],
    ['fu\u00dfball@example.com', 'fu\u00dfball@example.com'],
    ['\u03c0@example.com', '\u03c0@example.com'],
    ['\u03a0@example.com/foo', '\u03c0@example.com/foo'],
    ['king@example.com/\u265a', 'king@example.com/\u265a'],
    ['example.com', 'example.com'],
    ['example.com/foobar', 'example.com/foobar'],
    ['a.example.com/b@example.net', 'a.example.com/b@example.net'],
    ['Alice@Example.TEST./Desk/Home', 'alice@example.test/Desk/Home'],
    ['\uff41lice@example.test', 'alice@example.test'],
    ['a@[::1]', 'a@[::1]'],
  ])('accepts %s', (text, normal) => {
    const jid = parseJid(text);
    expect(jid && formatJid(jid)).toBe(normal);
  });

  it.each([
    '"juliet"@example.com',
    'foo bar@example.com',
    'juliet@example.com/',
    '@example.com/',
    'henry\u2163@example.com',
    '\u265a@example.com',
    'juliet@',
    '/foobar',
    '@example.com',
    '',
    'a@b@c',
    'a@b c',
    'a@exa..mple',
    `${'x'.repeat(1024)}@example.com`,
    `a@b/${'ü'.repeat(512)}`,
    'a@b/\u0000',
  ])('refuses %j', (text) => {
    expect(parseJid(text)).toBeUndefined();
  });

  it('A12: makes an address of a user ID that is an e-mail address', () => {
    expect(jidOfUser('amckenzie@example.test', 'sales.example.test')).toBe(
      'amckenzie\\40example.test@sales.example.test',
    );
    expect(unescapeLocal('amckenzie\\40example.test')).toBe('amckenzie@example.test');
  });

  it('takes what a person types, but no resource and no bare domain', () => {
    expect(normaliseBareJid('  Alice@Example.test ')).toBe('alice@example.test');
    expect(normaliseBareJid('alice@example.test/phone')).toBeUndefined();
    expect(normaliseBareJid('example.test')).toBeUndefined();
  });

  it('Q2: whatever the text, reading it again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map((text) => `${text}@example.test/x`),
        ),
        (text) => {
          const jid = parseJid(text);
          if (jid) expect(parseJid(formatJid(jid))).toEqual(jid);
          const bare = bareJid(text);
          if (bare !== undefined) expect(bareJid(bare)).toBe(bare);
        },
      ),
    );
  });

  it('XEP-0106: escaping and unescaping give the text back', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(unescapeLocal(escapeLocal(text))).toBe(text)));
    expect(escapeLocal('c:\\5commas')).toBe('c\\3a\\5c5commas');
  });
});
