import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { stanza } from '../../../../../test/fakes/stanza.ts';
import { readVCard } from './vcard.ts';

const card = (inner: string) =>
  readVCard(stanza(`<iq type='result' id='1'><vCard xmlns='vcard-temp'>${inner}</vCard></iq>`));
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(70, 7)]);

describe('vCards', () => {
  it('C5: reads what a contact card shows', () => {
    expect(
      card(`<FN> Bob Builder </FN><TITLE>Lead</TITLE><ORG><ORGNAME>X</ORGNAME><ORGUNIT>Sites</ORGUNIT></ORG>
        <TEL><WORK/><VOICE/><NUMBER>+1 555 0100</NUMBER></TEL><TEL><CELL/><NUMBER>+1 555 0101</NUMBER></TEL><TEL><HOME/><NUMBER/></TEL>
        <EMAIL><INTERNET/><USERID>bob@example.test</USERID></EMAIL>`),
    ).toEqual({
      fullName: 'Bob Builder',
      title: 'Lead',
      department: 'Sites',
      phones: [
        { kind: 'work', number: '+1 555 0100' },
        { kind: 'mobile', number: '+1 555 0101' },
      ],
      email: 'bob@example.test',
    });
  });

  it('C5: reads a picture with line breaks in its base64, by its bytes and not by its claim', () => {
    const text = png.toString('base64').replace(/(.{20})/g, '$1\n   ');
    const { photo } = card(`<PHOTO><TYPE>text/html</TYPE><BINVAL>${text}</BINVAL></PHOTO>`);
    expect(photo).toEqual({
      type: 'image/png',
      bytes: new Uint8Array(png),
      hash: createHash('sha1').update(png).digest('hex'),
    });
  });

  it.each([
    '<PHOTO><BINVAL>PHN2Zz48L3N2Zz4=</BINVAL></PHOTO>',
    '<PHOTO><EXTVAL>http://x/</EXTVAL></PHOTO>',
    '<PHOTO/>',
    '',
  ])('leaves out %s', (inner) => {
    expect(card(inner)).toEqual({ phones: [] });
  });

  it('takes an answer without a vCard', () => {
    expect(readVCard(stanza("<iq type='result' id='1'/>"))).toEqual({ phones: [] });
  });
});
