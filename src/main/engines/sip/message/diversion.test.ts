import { describe, expect, it } from 'vitest';
import { divertedBy } from './diversion.ts';

const from = (headers: Readonly<Record<string, readonly string[]>>) =>
  divertedBy({ getHeaders: (name) => [...(headers[name] ?? [])] });
const OFFICE = { name: 'The Office, Ltd', address: 'sip:1000@h' };

describe('who sent a caller on', () => {
  it.each([
    ['Diversion', { diversion: ['"The Office, Ltd" <sip:1000@h;user=phone>;reason=no-answer;counter=1'] }],
    [
      'the latest of several',
      { diversion: ['"The Office, Ltd" <sip:1000@h>;reason=unconditional, <sip:2000@h>;reason=user-busy'] },
    ],
    [
      'History-Info',
      {
        'history-info': [
          '<sip:0@h>;index=1, "The Office, Ltd" <sip:1000@h?Reason=SIP%3Bcause%3D302>;index=1.1',
          '<sip:alice@h;cause=302>;index=1.1.1',
        ],
      },
    ],
    [
      'Diversion before History-Info',
      { diversion: ['"The Office, Ltd" <sip:1000@h>'], 'history-info': ['<sip:9@h>;index=1'] },
    ],
  ])('V2: %s', (_name, headers) => {
    expect(from(headers)).toEqual(OFFICE);
  });

  it.each([
    ['nothing', {}],
    ['who wants to stay unknown', { diversion: ['"X" <sip:1@h>;privacy=full'] }],
    ['an anonymous sender', { diversion: ['<sip:anonymous@anonymous.invalid>'] }],
    ['a history without forwarding', { 'history-info': ['<sip:1@h>;index=1, <sip:2@h>;index=1.1;rc=1'] }],
    [
      'a private history',
      { 'history-info': ['<sip:1@h?Privacy=history>;index=1, <sip:2@h;cause=302>;index=1.1'] },
    ],
    ['nonsense', { diversion: ['"', '<<>>', ',,,'] }],
  ])('V2: %s tells nothing', (_name, headers) => {
    expect(from(headers)).toBeUndefined();
  });
});
