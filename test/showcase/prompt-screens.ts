import type { Prompt } from '../../src/shared/domain/prompt.ts';
import { addressOf, now, office, self, steps } from './office.ts';
import { narrow, type Screen, wide } from './screen.ts';

const id = 'p1' as Prompt['id'];
const certificate: Extract<Prompt, { kind: 'certificate' }> = {
  id,
  kind: 'certificate',
  service: 'chat',
  host: 'imp1.example.test',
  cause: 'unknown-issuer',
  subject: 'imp1.example.test',
  issuer: 'Example Test CA',
  validFrom: '2026-01-01',
  validTo: '2028-01-01',
  fingerprint:
    '3A:91:0C:55:F2:7B:88:1E:44:0D:6A:9C:20:EE:71:B3:58:12:C7:9F:A4:36:05:DB:8E:63:2F:10:97:BA:CD:41',
  canAccept: true,
};
const asking = (prompt: Prompt) => ({ ...office, prompts: [prompt] });
/** Asked while somebody signs in: there is no hub yet. */
const beforeHub = (prompt: Prompt) => ({
  session: [
    {
      phase: 'signing-in',
      address: self.address,
      startedAt: now,
      steps: steps({
        'finding-services': { state: 'done', elapsedMs: 38 },
        'home-server': { state: 'done', elapsedMs: 61 },
        'sign-in-method': { state: 'done', elapsedMs: 22 },
        profile: { state: 'done', elapsedMs: 84 },
      }),
    } as const,
  ],
  prompts: [prompt],
});

export const promptScreens: readonly Screen[] = [
  {
    name: 'certificate',
    entities: asking(certificate),
    size: wide,
    steps: [{ click: 'Details' }],
    shows: 'Example Test CA',
    isDocumented: true,
  },
  {
    name: 'certificate-changed-dark',
    entities: asking({ ...certificate, cause: 'changed' }),
    settings: { theme: 'dark' },
    size: narrow,
    shows: 'I compared the fingerprint',
    isDocumented: false,
  },
  {
    name: 'certificate-forbidden',
    entities: asking({ ...certificate, canAccept: false }),
    settings: { theme: 'high-contrast' },
    size: narrow,
    shows: 'does not allow trusting it',
    isDocumented: true,
  },
  {
    name: 'certificate-session',
    isPicture: true,
    entities: asking({ ...certificate, lasts: 'session' }),
    size: narrow,
    shows: 'until Parlance ends',
    isDocumented: false,
  },
  {
    name: 'dial-prompt',
    entities: asking({
      id,
      kind: 'dial',
      target: '+441134960021',
      shown: '0113 496 0021',
      isEmergency: false,
    }),
    size: narrow,
    shows: '+441134960021',
    isDocumented: true,
  },
  {
    name: 'dial-prompt-emergency',
    isPicture: true,
    entities: asking({ id, kind: 'dial', target: '112', shown: '112', isEmergency: true }),
    size: narrow,
    shows: 'emergency number',
    isDocumented: false,
  },
  {
    name: 'choose-device',
    entities: asking({
      id,
      kind: 'choose-device',
      options: [
        { value: 'CSFALICE', detail: 'Office, Leeds' },
        { value: 'CSFALICEHOME', detail: '' },
      ],
    }),
    size: narrow,
    shows: 'Which phone do you use here?',
    isDocumented: false,
  },
  {
    name: 'phone-elsewhere',
    entities: asking({ id, kind: 'phone-elsewhere' }),
    settings: { theme: 'high-contrast' },
    size: narrow,
    shows: 'in use on another computer',
    isDocumented: false,
  },
  {
    name: 'prefill',
    entities: asking({
      id,
      kind: 'chat-prefill',
      addresses: [addressOf('bob')],
      subject: 'I.T. Desk',
      body: 'The printer on floor 3 is out of paper.',
    }),
    size: wide,
    shows: 'Nothing is sent',
    isDocumented: true,
  },
  {
    name: 'provision',
    entities: {
      session: [{ phase: 'signed-out', canOpenOffline: false, steps: [] }],
      prompts: [
        {
          id,
          kind: 'provision',
          domain: 'example.test',
          keys: [
            { name: 'ServicesDomain', value: 'example.test' },
            { name: 'VoiceServicesDomain', value: 'voice.example.test' },
          ],
        },
      ],
    },
    size: narrow,
    shows: 'wants to set up Parlance',
    isDocumented: true,
  },
  {
    name: 'contact-request',
    entities: {
      ...asking({ id, kind: 'subscription', address: 'mallory@partner.test', name: 'Mallory Moss' }),
      notices: [
        { id: 'n1' as never, tone: 'ok', text: { key: 'connection.copied' }, at: now },
        {
          id: 'n2' as never,
          tone: 'warning',
          text: { key: 'certificate.advice' },
          error: { code: 'link.unsupported', params: { scheme: 'gopher' } },
          at: now + 1,
        },
      ],
    },
    size: wide,
    shows: 'wants to add you',
    isDocumented: true,
  },
  {
    name: 'log-on-notice',
    entities: beforeHub({
      id,
      kind: 'banner',
      text: 'This system is for authorised use only.\n\nUse may be monitored and recorded. By going on you agree to the rules for the use of information systems.',
    }),
    size: narrow,
    shows: 'Notice from your organisation',
    isDocumented: true,
  },
];
