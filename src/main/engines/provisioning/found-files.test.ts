import { describe, expect, it } from 'vitest';
import { effectiveConfiguration } from '../../../shared/deployment/effective-configuration.ts';
import { unwrap } from '../../../shared/errors/result.ts';
import { parseClientConfiguration } from './read-client-configuration.ts';

const read = (file: string | Buffer) => unwrap(parseClientConfiguration(Buffer.from(file)));
const pairs = (file: string | Buffer) => read(file).values.map(({ name, value }) => `${name}=${value}`);
const config = (content: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\r\n<config version="1.0">\r\n${content}\r\n</config>\r\n`;
const video = '<Policies><EnableVideo>false</EnableVideo></Policies>';

/** The slips are those of files and examples that administrators and guides have published. */
describe('A5: jabber-config.xml as people write it', () => {
  it.each([
    [
      'a filter and an address with a bare "&"',
      '<Directory><BaseFilter>(&(objectClass=user)(mail=*))</BaseFilter><PrtLogServerUrl>http://x/?a=1&b=2</PrtLogServerUrl></Directory>',
      ['BaseFilter=(&(objectClass=user)(mail=*))', 'PrtLogServerUrl=http://x/?a=1&b=2'],
      'line 3: a bare "&"',
    ],
    [
      'entities of HTML',
      '<Client><Forgot_Password_URL>http://x/&nbsp;a</Forgot_Password_URL></Client>',
      ['Forgot_Password_URL=http://x/&nbsp;a'],
      'line 3: an entity that is not known',
    ],
    [
      'an end tag that is misspelt, and one of a broken copy',
      '<Directory><BDIConnectionPassword>x</BDIConnecitonPassword>\n<ServerPort1>636</<ServerPort1>\n<UseSSL>1</UseSSL></Directory>',
      ['BDIConnectionPassword=x', 'ServerPort1=636', 'UseSSL=1'],
      'line 3: a mismatched end tag',
    ],
    [
      'blanks in tags, as they come from print',
      '<Directory>< BDIServerPort1 > 389 </ BDIServerPort1 ></Directory>',
      ['BDIServerPort1=389'],
      'line 3: a blank before the name of a tag',
    ],
    [
      'an end tag in another case',
      '<Policies><EnableVideo>false</enablevideo></policies>',
      ['EnableVideo=false'],
      'line 3: a mismatched end tag',
    ],
    [
      'a section without its end',
      `<Options><StartCallWithVideo>false</StartCallWithVideo>${video}`,
      ['StartCallWithVideo=false', 'EnableVideo=false'],
      'line 4: a mismatched end tag',
    ],
    ['a "<" in a value', '<Client><A>1 < 2</A></Client>', ['A=1 < 2'], 'line 3: a "<" in text'],
    [
      'a parameter twice',
      `${video}<Policies><enable_video>true</enable_video></Policies>`,
      ['EnableVideo=false', 'enable_video=true'],
      'line 3: enable_video again; line 3 counts',
    ],
  ])('%s', (_title, content, values, slip) => {
    expect(pairs(config(content))).toEqual(values);
    expect(read(config(content)).slips).toContain(slip);
  });

  it.each([
    ['quotes of a word processor', `<config version=“1.0”>${video}</config>`, true],
    ['a root in capitals', `<CONFIG>${video.toUpperCase()}</CONFIG>`, false],
    ['what follows the document', `<config>${video}</config>\u0000\u0000 EOF`, true],
    ['a second document', `<config>${video}</config><config><Client><A>1</A></Client></config>`, true],
    ['what stands before it', `.\n<config>${video}</config>`, true],
    ['comments in odd places', `<!-- a --><config><!-- <b> & -->${video}<!----></config><!-- c -->`, false],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${config(video)}`, 'utf16le'), false],
    ['UTF-16 without', Buffer.from(config(video), 'utf16le'), false],
    ['UTF-8 that calls itself UTF-16', config(video).replace('utf-8', 'utf-16'), false],
  ])('%s', (_title, file, hasSlips) => {
    expect(read(file).values).toMatchObject([{ value: expect.stringMatching(/^false$/i) }]);
    expect(read(file).slips !== undefined).toBe(hasSlips);
    const { values } = read(file);
    expect(effectiveConfiguration({ 'global-file': values }).isOn('EnableVideo')).toBe(false);
  });

  it('umlauts of an editor that wrote Windows’ letters under the name UTF-8', () => {
    const file = Buffer.from(config('<Client><Company>Müller</Company></Client>'), 'latin1');
    expect(pairs(file)).toEqual(['Company=Müller']);
  });

  it('a megabyte with thousands of strange parameters', () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `<Strange${at}>A & B <!-- x --></Strange${at}>`);
    const { values, slips } = read(config(`<Client>${many.join('\n')}</Client>`));
    expect(values).toHaveLength(20_000);
    expect(slips).toHaveLength(20);
  });

  it.each([
    ['a file that is cut off', config(video).slice(0, 90)],
    ['a document type', `<!DOCTYPE config>${config(video)}`],
    ['a page of a web server', '<html><body><p>Not found<br></body></html>'],
    ['no XML at all', 'EnableVideo = false'],
    ['nothing', ''],
  ])('Q2: %s is refused, so that the last good one counts', (_title, file) => {
    expect(parseClientConfiguration(Buffer.from(file)).ok).toBe(false);
  });
});
