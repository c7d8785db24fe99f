import { describe, expect, it } from 'vitest';
import { NS } from '../wire/namespaces.ts';
import { xml } from '../wire/xml.ts';
import { parseHostPort, readStreamError, streamFailure } from './stream-error.ts';

const error = (...children: Parameters<typeof xml>[2][]) =>
  xml('stream:error', { 'xmlns:stream': NS.stream }, ...children);
const condition = (name: string, text = '') => xml(name, { xmlns: NS.streamErrors }, text);

describe('stream errors (RFC 6120 section 4.9)', () => {
  it.each([
    ['conflict', 'xmpp.conflict'],
    ['system-shutdown', 'xmpp.stream'],
    ['connection-timeout', 'xmpp.timeout'],
    ['not-well-formed', 'xmpp.stream'],
    ['something-new', 'xmpp.stream'],
  ])('M1: %s is %s', (name, code) => {
    const read = readStreamError(error(xml('text', { xmlns: NS.streamErrors }, 'words'), condition(name)));
    expect(streamFailure(read, 'h')).toEqual({ code, params: { host: 'h' }, detail: name });
  });

  it('reads where to go instead', () => {
    expect(readStreamError(error(condition('see-other-host', '[2001:db8::1]:5223'))).otherHost).toEqual({
      host: '2001:db8::1',
      port: 5223,
    });
    expect(readStreamError(error()).condition).toBe('undefined-condition');
  });

  it.each([
    ['node-b.example.test', { host: 'node-b.example.test', port: undefined }],
    ['node-b.example.test:9222', { host: 'node-b.example.test', port: 9222 }],
    ['[::1]', { host: '::1', port: undefined }],
    ['a b', undefined],
    ['host:0', undefined],
    ['host:99999', undefined],
    ['user@host', undefined],
    ['', undefined],
  ])('parses %j', (text, parsed) => {
    expect(parseHostPort(text)).toEqual(parsed);
  });
});
