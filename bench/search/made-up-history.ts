import type { Random } from '../../src/main/ports/random.port.ts';
import type { NewMessage } from '../../src/main/ports/chat-store.port.ts';
import type { ConversationId } from '../../src/shared/domain/ids.ts';
import { seededRandom } from '../../test/fakes/seeded-random.ts';

const ONSETS = [
  'b',
  'c',
  'd',
  'f',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'w',
  'st',
  'tr',
  'pl',
  'sh',
];
const RIMES = ['a', 'e', 'i', 'o', 'u', 'an', 'er', 'in', 'or', 'ul', 'ast', 'end', 'ing', 'ok', 'um'];
const SYLLABLES = ONSETS.flatMap((onset) => RIMES.map((rime) => onset + rime));
const WORDS = 50_000;
const CONVERSATIONS = 300;
/** One message every two minutes: a million of them are four years. */
const BETWEEN_MS = 120_000;
const STARTED_AT = Date.UTC(2020, 0, 1);

/** The word of this frequency rank, 0 the most frequent: the frequent ones are the short ones, as in any language. */
export function wordOfRank(rank: number): string {
  const count = SYLLABLES.length;
  const syllables = [SYLLABLES[(rank * 7) % count]];
  if (rank >= count) syllables.push(SYLLABLES[(Math.floor(rank / count) * 11 + rank) % count]);
  if (rank >= count * 20) syllables.push(SYLLABLES[(rank * 13) % count]);
  return syllables.join('');
}

/** A rank by Zipf's law: each word about as often as its rank says, the first twice as often as the second. */
function zipf(random: Random, size: number): number {
  return Math.min(size - 1, Math.floor(Math.exp(random.fraction() * Math.log(size + 1))) - 1);
}

/** Messages in the order in which they were said, the same for the same seed. */
export function* makeHistory(count: number, seed = 1): Generator<NewMessage> {
  const random = seededRandom(seed);
  for (let n = 0; n < count; n += 1) {
    const conversationId = `person-${zipf(random, CONVERSATIONS)}@example.test` as ConversationId;
    const words = 3 + Math.floor(random.fraction() * 18);
    yield {
      message: {
        conversationId,
        direction: 'in',
        from: conversationId,
        body: Array.from({ length: words }, () => wordOfRank(zipf(random, WORDS))).join(' '),
        at: STARTED_AT + n * BETWEEN_MS,
        isRead: true,
      },
      wire: { messageId: `m-${n}`, stanzaId: { id: `a-${n}`, by: 'alice@example.test' } },
    };
  }
}

/** What people look for: words of every frequency; whole, still being typed, begun (2–4 letters) and in pairs. */
export interface Questions {
  readonly word: readonly string[];
  readonly 'word, unfinished': readonly string[];
  readonly prefix: readonly string[];
  readonly 'two words': readonly string[];
}

/** `count` of each kind. The app takes the last word for unfinished unless a space follows it. */
export function makeQuestions(count: number, seed = 2): Questions {
  const random = seededRandom(seed);
  const word = () => wordOfRank(zipf(random, WORDS));
  const list = (make: () => string) => Array.from({ length: count }, make);
  return {
    word: list(() => `${word()} `),
    'word, unfinished': list(word),
    prefix: list(() => word().slice(0, 2 + Math.floor(random.fraction() * 3))),
    'two words': list(() => `${word()} ${word()}`),
  };
}
