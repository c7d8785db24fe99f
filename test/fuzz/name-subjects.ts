import fc from 'fast-check';
import { interpretAnswers } from '../../src/main/services/discovery/interpret-answers.ts';
import type { RecordAnswer, RecordFamily } from '../../src/main/services/discovery/service-records.ts';
import { parseLink } from '../../src/main/services/links/parse-link.ts';
import { parseWorkAddress } from '../../src/main/services/bootstrap/work-address.ts';
import { type FuzzSubject, subject } from './subject.ts';

const piece = fc.oneof(
  // biome-ignore format: a list of pieces
  fc.constantFrom('//', '%', '%2B', '%00', '%0A', '%E2%80%AE', ';', '?', '&', '=', '@', 'provision', 'message', 'body', 'ext', '+1', 'example.test', 'ServicesDomain', '/', '#', ','),
  fc.string({ unit: 'binary' }),
  fc.string(),
);
const scheme = fc.constantFrom(
  'xmpp',
  'im',
  'tel',
  'ciscotel',
  'sip',
  'ciscotelconf',
  'callto',
  'ciscojabber',
  'parlance',
);

const record = fc.record({
  target: fc.oneof(fc.constantFrom('', '.', 'a.example.test', '-', 'x'.repeat(300)), fc.string()),
  port: fc.oneof(fc.constantFrom(0, 5222, 8443, 65_535), fc.integer({ min: 0, max: 65_535 })),
  priority: fc.integer({ min: 0, max: 65_535 }),
  weight: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 65_535 })),
});
const answer: fc.Arbitrary<RecordAnswer> = fc.oneof(
  fc.array(record, { maxLength: 30 }).map((records) => ({ kind: 'records' as const, records, elapsedMs: 1 })),
  fc.constant({ kind: 'none' as const, elapsedMs: 1 }),
  fc.constant({ kind: 'failed' as const, error: { code: 'net.timeout' as const }, elapsedMs: 1 }),
);
const families = fc.constantFrom<RecordFamily>(
  ...(['cisco-uds', 'cuplogin', 'collab-edge', 'internal-cisco-uds', 'internal-cuplogin'] as const),
  ...(['xmpps-client', 'xmpp-client', 'sips-tcp', 'sip-tcp', 'sip-udp'] as const),
);
const domain = fc.record(
  {
    domain: fc.constant('example.test'),
    exists: fc.boolean(),
    addresses: fc.array(fc.ipV4(), { maxLength: 2 }),
  },
  { requiredKeys: ['domain', 'addresses'] },
);

/** What people, web pages and name servers say. */
export const nameSubjects: readonly FuzzSubject[] = [
  subject('links', fc.tuple(scheme, fc.array(piece, { maxLength: 12 })), ([name, pieces]) =>
    parseLink(`${name}:${pieces.join('')}`),
  ),
  subject('work addresses', fc.array(piece, { maxLength: 8 }), (pieces) => parseWorkAddress(pieces.join(''))),
  subject(
    'SRV answers',
    fc.tuple(
      fc.dictionary(families, answer, { noNullPrototype: true }),
      domain,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
    ),
    ([answers, name, fraction]) => interpretAnswers(answers, name, () => fraction),
  ),
];
