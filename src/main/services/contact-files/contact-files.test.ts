import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import type { ContactRecord } from './contact-record.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readContactFile } from './read-contact-file.ts';
import { writeContactFile } from './write-contact-file.ts';

const lines = (...each: readonly string[]) => `${each.join('\r\n')}\r\n`;
const card = (...each: readonly string[]) => lines('BEGIN:VCARD', ...each, 'END:VCARD');

const jane: ContactRecord = {
  name: 'Jane von Müller, PhD; "JvM"',
  address: 'jane@example.test',
  groups: ['Team', 'A, B'],
  phones: [
    { kind: 'work', number: '+1 555 0100' },
    { kind: 'mobile', number: '+49 (0) 170 123' },
  ],
  email: 'jane@mail.example.test',
  sipUri: 'sip:jane@example.test',
  title: 'Engineer\\Lead',
  department: 'R&D',
  company: 'Example, Inc.',
};

describe('vCards', () => {
  it.each<[string, string, Partial<ContactRecord>]>([
    [
      'version 4 with URIs and groups of lines',
      card(
        'VERSION:4.0',
        'FN:Bob Baker',
        'item1.TEL;VALUE=uri;TYPE="work,voice":tel:+1-555-0102;ext=7',
        'TEL;TYPE=cell:+1 555 0199',
        'IMPP;PREF=1:xmpp:bob@example.test',
        'ORG:Example;Sales',
        'ADR;TYPE=work:;;1 High Street;Springfield;IL;62701;USA',
        'CATEGORIES:Team,Friends\\, old',
      ),
      {
        name: 'Bob Baker',
        address: 'bob@example.test',
        phones: [
          { kind: 'work', number: '+1-555-0102' },
          { kind: 'mobile', number: '+1 555 0199' },
        ],
        company: 'Example',
        department: 'Sales',
        postalAddress: '1 High Street\n62701 Springfield\nIL\nUSA',
        groups: ['Team', 'Friends, old'],
      },
    ],
    [
      'version 3 as a Mac writes it: folded, with a photo',
      card(
        'VERSION:3.0',
        'N:Clark;Carol;;Dr.;',
        'FN:Dr. Carol',
        '  Clark',
        'EMAIL;type=INTERNET;type=WORK:carol@mail.example.test',
        'TEL;type=HOME;type=VOICE:555 0103',
        'IMPP;X-SERVICE-TYPE=Jabber;type=WORK:xmpp:carol@example.test',
        'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD',
        ...Array.from({ length: 200 }, () => ` ${'A'.repeat(74)}`),
        'TITLE:Chief',
      ),
      {
        name: 'Dr. Carol Clark',
        email: 'carol@mail.example.test',
        address: 'carol@example.test',
        phones: [{ kind: 'home', number: '555 0103' }],
        title: 'Chief',
        photo: { type: 'image/jpeg', bytes: expect.any(Buffer) as Buffer },
      },
    ],
    [
      'version 2.1 as Outlook writes it: quoted-printable over several lines',
      card(
        'VERSION:2.1',
        'N;CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:M=FCller;J=',
        '=FCrgen',
        'TEL;WORK;VOICE:+49 30 1234',
        'EMAIL;PREF;INTERNET:jm@example.test',
      ),
      {
        name: 'Jürgen Müller',
        email: 'jm@example.test',
        phones: [{ kind: 'work', number: '+49 30 1234' }],
      },
    ],
    [
      'an address of a SIP gateway is no chat address',
      card('VERSION:4.0', 'FN:Eve', 'IMPP:sip:eve@partner.example', 'TEL:1005'),
      { name: 'Eve', sipUri: 'sip:eve@partner.example', phones: [{ kind: 'other', number: '1005' }] },
    ],
  ])('C5: %s', (_, text, expected) => {
    expect(readContactFile(text)).toEqual([{ groups: [], phones: [], ...expected }]);
  });

  it.each(['vcard-3', 'vcard-4', 'csv'] as const)('C5 S7: what is written as %s is read again', (format) => {
    const { text, count } = writeContactFile(format, [jane], 'alice@example.test');
    expect(count).toBe(1);
    const [read] = readContactFile(text) ?? [];
    const numbers = (record: ContactRecord | undefined) =>
      record?.phones.map(({ number }) => number.replace(/\W/g, ''));
    expect(numbers(read)).toEqual(numbers(jane));
    expect({ ...read, phones: [] }).toEqual({ ...jane, phones: [] });
    expect(text.split('\r\n').every((line) => format === 'csv' || Buffer.byteLength(line) <= 75)).toBe(true);
  });
});

describe('CSV of address books', () => {
  it.each<[string, string, Partial<ContactRecord>]>([
    [
      'Outlook',
      lines(
        'First Name,Middle Name,Last Name,Company,Job Title,Business Street,Business City,Business Postal Code,Business Phone,Mobile Phone,E-mail Address,Categories',
        'Bob,,Baker,"Example, Inc.",Clerk,1 High Street,Springfield,62701,+1 555 0102,+1 555 0199,bob@example.test,Team;Sales',
      ),
      {
        name: 'Bob Baker',
        company: 'Example, Inc.',
        title: 'Clerk',
        email: 'bob@example.test',
        postalAddress: '1 High Street\n62701 Springfield',
        groups: ['Team', 'Sales'],
        phones: [
          { kind: 'work', number: '+1 555 0102' },
          { kind: 'mobile', number: '+1 555 0199' },
        ],
      },
    ],
    [
      'Google',
      lines(
        'Name,Given Name,Group Membership,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value',
        'Carol Clark,Carol,* myContacts ::: Friends,carol@example.test,Mobile,+1 555 0103',
      ),
      {
        name: 'Carol Clark',
        email: 'carol@example.test',
        groups: ['Friends'],
        phones: [{ kind: 'mobile', number: '+1 555 0103' }],
      },
    ],
    [
      'a spreadsheet with semicolons, a mark at its beginning and a name over two lines',
      '\uFEFFName;Chat address;Work phone\n"Dora\nDean";dora@example.test;1004\n',
      {
        name: 'Dora\nDean',
        address: 'dora@example.test',
        phones: [{ kind: 'work', number: '1004' }],
      },
    ],
  ])('C5: %s', (_, text, expected) => {
    expect(readContactFile(text)).toEqual([{ groups: [], phones: [], ...expected }]);
  });

  it('S7: the bulk format of IM and Presence: a line a group, user names that are mail addresses', () => {
    const contacts: ContactRecord[] = [
      { name: 'Bob Baker', address: 'bob@example.test', groups: ['Team', 'Sales'], phones: [] },
      { name: 'Jo', address: 'jo\\40usa@example.test', groups: [], phones: [] },
      { name: 'Plumber', groups: ['Home'], phones: [{ kind: 'work', number: '555' }] },
    ];
    const { text, count } = writeContactFile('bulk', contacts, 'alice@example.test');
    expect(text).toBe(
      lines(
        'User ID,User Domain,Contact ID,Contact Domain,Nickname,Group Name',
        'alice,example.test,bob,example.test,Bob Baker,Team',
        'alice,example.test,bob,example.test,Bob Baker,Sales',
        'alice,example.test,jo@usa,example.test,Jo,',
      ),
    );
    expect(count).toBe(2);
    expect(readContactFile(text)).toEqual(contacts.slice(0, 2));
    // As the tool itself writes it: without headings.
    expect(readContactFile(text.slice(text.indexOf('\n') + 1))).toEqual(contacts.slice(0, 2));
  });

  it('Q2: a spreadsheet runs nothing that somebody has named themselves', () => {
    const name = '=HYPERLINK("http://evil.example")';
    const { text } = writeContactFile('csv', [{ ...jane, name }], 'alice@example.test');
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
    expect(readContactFile(text)?.[0]?.name).toBe(name);
  });

  it.each(['', 'hello', '{"a":1}', 'a,b,c\n1,2,3\n', '\u0000\u0001', '<html></html>'])(
    'C5: nothing is made of %j',
    (text) => expect(readContactFile(text)).toBeUndefined(),
  );
});

describe('hostile files', () => {
  const pieces = fc.constantFrom(
    ...[
      'BEGIN:VCARD',
      'END:VCARD',
      'FN:',
      'TEL;TYPE=',
      ':',
      ';',
      '=',
      '\\',
      '"',
      ',',
      '\r\n',
      '\n ',
      '=\n',
      '%zz',
    ],
    ...[
      'N;ENCODING=QUOTED-PRINTABLE:',
      'CHARSET=nonsense',
      '\uFEFF',
      '\uD800',
      'Name,Phone',
      'xmpp:',
      '@',
      'a',
    ],
  );
  it('Q2: any text is read without an error, bounded', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 60 }),
        (parts) => {
          for (const record of readContactFile(parts.join('')) ?? []) {
            expect(record.name.length).toBeLessThanOrEqual(200);
            expect(record.phones.length).toBeLessThanOrEqual(20);
          }
        },
      ),
      { numRuns: fuzzRuns() },
    );
  });

  it('Q2: CSV comes back as it was written', () => {
    const field = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/^[=@+\-\t\r']+/, ''));
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { maxLength: 6 }), (rows) => {
        const full = rows.map((row) => ['x', ...row]);
        expect(readCsv(writeCsv([['a', 'b'], ...full])).slice(1)).toEqual(full);
      }),
      { numRuns: fuzzRuns() },
    );
  });

  it('Q2: six million letters of anything take no more than their reading', () => {
    for (const piece of ['"', '=\n', 'a;', 'BEGIN:VCARD\n', '\\', 'TEL;"'])
      readContactFile(`BEGIN:VCARD\n${piece.repeat(200_000)}`);
    readContactFile(`Name,Phone\n${'"a,'.repeat(500_000)}`);
  });
});
