import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../../../test/fakes/fuzz-runs.ts';
import { readFeed } from './read-feed.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string, platform: 'windows' | 'mac' | 'linux' = 'windows') =>
  readFeed(bytes(text), 'https://updates.corp.test/parlance/latest.yml', platform);

const jabber = (name: string, more = '') => `<?xml version="1.0" encoding="utf-8"?>
<JabberUpdate>
  <App name="JabberWin"><LatestBuildNum>1</LatestBuildNum><LatestVersion>99.0</LatestVersion>
    <DownloadURL>https://evil.test/jabber.msi</DownloadURL></App>
  <App name="${name}">
    <LatestBuildNum>12345</LatestBuildNum><LatestVersion>14.1.0</LatestVersion><Mandatory>true</Mandatory>
    <Message><![CDATA[<b>New</b> version &amp; more]]></Message>
    <DownloadURL>https://updates.corp.test/parlance/Parlance-14.1.0.exe</DownloadURL>${more}
  </App>
</JabberUpdate>`;

describe('what a server for updates announces', () => {
  it('S4: Jabber’s update file, the entry that is ours', () => {
    expect(read(jabber('ParlanceWin'))).toEqual({
      version: '14.1.0',
      isMandatory: true,
      message: 'New version &amp; more',
      downloadUrl: 'https://updates.corp.test/parlance/Parlance-14.1.0.exe',
      feed: 'https://updates.corp.test/parlance/',
    });
    expect(read(jabber('ParlanceMac'))).toBe('nothing');
    expect(read(jabber('ParlanceMac'), 'mac')).toMatchObject({ version: '14.1.0' });
    expect(read(jabber('Parlance'), 'linux')).toMatchObject({ version: '14.1.0' });
  });

  it('S4: Jabber’s own packages are never ours', () => {
    expect(read(jabber('JabberWin'))).toBe('nothing');
    // Older files have no App: they speak of Jabber.
    expect(read('<JabberUpdate><LatestVersion>14</LatestVersion></JabberUpdate>')).toBe('nothing');
  });

  it('S4: electron-builder’s list', () => {
    const list = `version: 14.1.0\nfiles:\n  - url: Parlance-14.1.0.exe\n    sha512: abc\npath: 'Parlance 14.1.0.exe'\nsha512: abc\n`;
    expect(read(list)).toEqual({
      version: '14.1.0',
      isMandatory: false,
      downloadUrl: 'https://updates.corp.test/parlance/Parlance%2014.1.0.exe',
      feed: 'https://updates.corp.test/parlance/',
    });
    expect(readFeed(bytes(list), 'http://updates.corp.test/latest.yml', 'windows')).not.toHaveProperty(
      'feed',
    );
  });

  it.each([
    '',
    'nonsense',
    'version: new',
    '<JabberUpdate',
    '<!DOCTYPE x><JabberUpdate/>',
    jabber('Parlance').replaceAll('14.1.0', 'soon'),
  ])('S4: «%s» is not understood', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('S4: a package that is no web address is not offered', () => {
    const file = jabber('Parlance').replaceAll(/https:\/\/updates[^<]*/g, 'file:///c:/x.exe');
    expect(read(file)).not.toHaveProperty('downloadUrl');
    expect(read(file)).not.toHaveProperty('feed');
  });

  it('S4: whatever comes is read or refused, never thrown', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string().map(bytes)), (source) => {
        readFeed(source, 'https://updates.corp.test/', 'windows');
      }),
      { numRuns: fuzzRuns(300) },
    );
  });
});
