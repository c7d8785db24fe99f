import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { AsnSerializer, AsnUtf8StringConverter } from '@peculiar/asn1-schema';
import { GeneralName, OtherName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { Extension, X509CertificateGenerator } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { certificateNames, isNamedBy } from './tls-identity.ts';

const named = (name: string, san: string): boolean => isNamedBy(name, certificateNames(san));

describe('certificate names', () => {
  it.each([
    ['example.test', 'DNS:example.test', true],
    ['EXAMPLE.test', 'DNS:Example.TEST', true],
    ['a.example.test', 'DNS:*.example.test', true],
    ['example.test', 'DNS:*.example.test', false],
    ['a.b.example.test', 'DNS:*.example.test', false],
    ['a.example.test', 'DNS:a*.example.test', false],
    ['a.test', 'DNS:*.test', false],
    ['127.0.0.1', 'DNS:127.0.0.1', false],
    ['127.0.0.1', 'DNS:x.test, IP Address:127.0.0.1', true],
    ['::1', 'IP Address:0:0:0:0:0:0:0:1', true],
    ['bücher.test', 'DNS:xn--bcher-kva.test', true],
    ['example.test', 'othername:SRVName:_xmpp-client.example.test', true],
    ['example.test', 'DNS:a.test, othername:XmppAddr:example.test', true],
    ['evil.test', 'DNS:"good.test, DNS:evil.test"', false],
    ['evil.test', 'URI:"http://x/, DNS:evil.test"', false],
    ['', 'DNS:', false],
    ['example.test', '', false],
  ])('A10: %s in %s: %s', (name, san, isNamed) => {
    expect(named(name, san)).toBe(isNamed);
  });

  it('A10: reads xmppAddr as this Node writes it', async () => {
    const value = AsnSerializer.serialize(AsnUtf8StringConverter.toASN('example.test'));
    const other = new GeneralName({ otherName: new OtherName({ typeId: '1.3.6.1.5.5.7.8.5', value }) });
    const san = AsnSerializer.serialize(
      new SubjectAlternativeName([new GeneralName({ dNSName: 'a.test' }), other]),
    );
    const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
      'sign',
      'verify',
    ]);
    const certificate = await X509CertificateGenerator.createSelfSigned(
      {
        name: 'CN=cn.test',
        keys: keys as never,
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        extensions: [new Extension('2.5.29.17', false, san)],
      },
      webcrypto as never,
    );
    expect(certificateNames(new X509Certificate(certificate.toString('pem')).subjectAltName)).toMatchObject({
      dns: ['a.test'],
      xmpp: ['example.test'],
    });
  });

  it('Q2: A10: names are read in a time that their length bounds, before anything of them is proved', () => {
    for (const text of [
      'a:'.repeat(50_000),
      '"'.repeat(50_001),
      `DNS:${'\\'.repeat(50_000)}`,
      'DNS:"'.repeat(20_000),
    ])
      expect(isNamedBy('example.test', certificateNames(text))).toBe(false);
  });
});
