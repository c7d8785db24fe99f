import { describe, expect, it } from 'vitest';
import { waysToJoin } from './meeting-join.ts';

describe('ways into a meeting', () => {
  it.each([
    ['https://acme.webex.com/acme/j.php?MTID=m1', 'Webex'],
    ['https://acme.webex.com/meet/alice', 'Webex'],
    ['https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0', 'Microsoft Teams'],
    ['https://teams.live.com/meet/123', 'Microsoft Teams'],
    ['https://acme.zoom.us/j/123?pwd=x', 'Zoom'],
    ['https://meet.google.com/abc-defg-hij', 'Google Meet'],
    ['https://meet.jit.si/Standup', 'Jitsi Meet'],
    ['https://whereby.com/standup', 'Whereby'],
    ['https://bluejeans.com/123456', 'BlueJeans'],
  ])('V15: %s is %s', (url, service) => {
    expect(waysToJoin([url])).toEqual([{ kind: 'web', url, service }]);
  });

  it.each([
    'https://example.test/agenda',
    'https://webex.com.evil.test/meet/alice',
    'https://acme.webex.com@evil.test/meet/alice',
    'http://acme.webex.com/meet/alice',
    'https://notzoom.us/j/1',
    'javascript:alert(1)',
    'sip:nobody',
    'tel:call-me',
    'tel:+1202555,,<script>',
    '',
  ])('V15: %s is no way to join', (link) => {
    expect(waysToJoin([link])).toEqual([]);
  });

  it('V15: by SIP and by phone with its code, after the link', () => {
    expect(
      waysToJoin([
        'tel:+1-202-555-0100,,123456%23,,9#',
        'sip:123456@acme.webex.com;transport=tls',
        'https://acme.webex.com/meet/alice',
        'tel:+12025550100',
      ]),
    ).toEqual([
      { kind: 'web', url: 'https://acme.webex.com/meet/alice', service: 'Webex' },
      { kind: 'sip', target: '123456@acme.webex.com' },
      { kind: 'phone', number: '+12025550100', digits: ',,123456#,,9#' },
      { kind: 'phone', number: '+12025550100', digits: '' },
    ]);
  });
});
