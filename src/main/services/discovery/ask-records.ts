import type { Clock } from '../../ports/clock.port.ts';
import type { Dns, SrvRecord } from '../../ports/dns.port.ts';
import type { Span } from '../../ports/trace.port.ts';
import type { DomainAnswer } from './interpret-answers.ts';
import {
  type QuestionOptions,
  type RecordAnswer,
  type RecordAnswers,
  type RecordFamily,
  type RecordQuestion,
  recordQuestions,
} from './service-records.ts';

/** A fact for the Details of a sign-in step. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

export interface Volley {
  readonly answers: RecordAnswers;
  readonly domain: DomainAnswer;
  readonly details: readonly Detail[];
}

export interface Asking {
  readonly dns: Dns;
  readonly clock: Clock;
  readonly span: Span;
  readonly signal: AbortSignal;
}

/**
 * Puts every question at once (D3) and waits for all answers; a `_cisco-uds` answer ends the wait, as nothing can beat it.
 * Beside the records the domain itself is asked for, to tell "no such domain" from "no records" and for the XMPP
 * fall-back to its own address, without a round trip more.
 */
export async function askRecords(asking: Asking, options: QuestionOptions): Promise<Volley> {
  const answers: Partial<Record<RecordFamily, RecordAnswer>> = {};
  const details: Detail[] = [];
  const domain = askDomain(asking, options.domain);
  const questions = recordQuestions(options).map(async (question) => {
    const answer = await askOne(asking, question);
    answers[question.family] = answer;
    details.push(detailOf(question, answer, asking.dns.name));
    return question.family === 'cisco-uds' && offers(answer);
  });
  const all = Promise.all([domain, ...questions]);
  const won = new Promise<void>((resolve) => {
    for (const question of questions) void question.then((isDecisive) => isDecisive && resolve());
  });
  await Promise.race([all, won]);
  const known: DomainAnswer =
    answers['cisco-uds'] && offers(answers['cisco-uds'])
      ? { domain: options.domain, exists: true, addresses: [] }
      : await domain;
  return {
    answers: { ...answers },
    domain: known,
    details: details.toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

function offers(answer: RecordAnswer): boolean {
  return answer.kind === 'records' && answer.records.some(({ target }) => target !== '');
}

/** Puts one question. */
export async function askOne(
  { dns, clock, span, signal }: Asking,
  question: RecordQuestion,
): Promise<RecordAnswer> {
  const step = span.child('dns.srv', { record: question.name, resolver: dns.name });
  const startedAt = clock.monotonic();
  const result = await dns.srv(question.name, signal);
  const elapsedMs = Math.round(clock.monotonic() - startedAt);
  if (!result.ok) {
    step.note({ answer: result.error.code });
    step.end(result.error.code === 'app.cancelled' ? 'cancelled' : 'failed', 1);
    return { kind: 'failed', error: result.error, elapsedMs };
  }
  const { records } = result.value;
  step.note({ answer: shown(records) });
  step.end('ok', 1);
  return records.length === 0 ? { kind: 'none', elapsedMs } : { kind: 'records', records, elapsedMs };
}

async function askDomain({ dns, span, signal }: Asking, domain: string): Promise<DomainAnswer> {
  const step = span.child('dns.domain', { record: domain, resolver: dns.name });
  // Any question tells whether the name exists; its SRV set is one that resolvers answer without a detour.
  const [existence, addresses] = await Promise.all([dns.srv(domain, signal), dns.addresses(domain, signal)]);
  const found = addresses.ok ? addresses.value : [];
  const exists = existence.ok ? existence.value.exists || found.length > 0 : undefined;
  step.note({ answer: found.join(', '), ...(exists !== undefined && { exists }) });
  step.end(existence.ok ? 'ok' : 'failed', 1);
  return { domain, ...(exists !== undefined && { exists }), addresses: found };
}

function detailOf({ name }: RecordQuestion, answer: RecordAnswer, resolver: string): Detail {
  return { name, value: `${wordsOf(answer)} (${resolver}, ${answer.elapsedMs} ms)` };
}

function wordsOf(answer: RecordAnswer): string {
  if (answer.kind === 'records') return shown(answer.records);
  return answer.kind === 'none' ? 'none' : answer.error.code;
}

function shown(records: readonly SrvRecord[]): string {
  const one = ({ target, port, priority, weight }: SrvRecord): string =>
    target === '' ? 'not offered' : `${target}:${port} priority ${priority} weight ${weight}`;
  return records.length === 0 ? 'none' : records.map(one).join('; ');
}
