import type { TextRef } from '../../../shared/domain/text-ref.ts';
import type { TraceSpan } from '../../../shared/domain/trace.ts';
import { en } from '../../../shared/text/en.ts';
import type { ExaminedRecord, ExaminedSignIn, ExaminedTarget, Examination } from './examination.ts';
import type { Trouble } from './find-troubles.ts';

/** A sentence of the catalogue with its placeholders filled; the key itself where there is none. */
export function say(key: string, params: NonNullable<TextRef['params']> = {}): string {
  const sentence = (en as Readonly<Record<string, string>>)[key] ?? key;
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** The examination as an administrator reads it on a terminal. Pure. */
export function writeReport(examination: Examination, troubles: readonly Trouble[]): string {
  const { address, version, at, resolver, proxy, records, signIn, trace } = examination;
  const lines = [
    say('doctor.title', { version, address, at }),
    say('doctor.resolver', { resolver }),
    ...(proxy === undefined ? [] : [say('doctor.proxy', { proxy })]),
    ...section('doctor.records', records.flatMap(recordLines)),
    ...section('doctor.sign-in', signIn ? stepLines(signIn) : []),
    ...section('doctor.trace', traceLines(trace)),
    ...section(
      'doctor.findings',
      troubles.length === 0 ? [say('doctor.all-well')] : troubles.flatMap(troubleLines),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', say(title), ...lines.map((line) => `  ${line}`)];
}

function recordLines({ name, elapsedMs, error, targets }: ExaminedRecord): readonly string[] {
  const answer = error ? `${error.code}` : targets.length === 0 ? say('doctor.none') : '';
  return [`${name}: ${answer}${answer === '' ? '' : ' '}(${elapsedMs} ms)`, ...targets.flatMap(targetLines)];
}

function targetLines(target: ExaminedTarget): readonly string[] {
  const { host, port, priority, weight, addresses, elapsedMs, said, error, certificate } = target;
  if (host === '') return [`  ${say('doctor.not-offered')}`];
  const answer = error ? say(`error.${error.code}`, error.params) : said ? say(said.key, said.params) : '';
  const { subject = '', validTo = '' } = certificate ?? {};
  return [
    `  ${priority}/${weight} ${host}:${port} [${addresses.join(', ')}] ${answer} (${elapsedMs} ms)`,
    ...(certificate ? [`    ${say('doctor.certificate', { subject, validTo })}`] : []),
  ];
}

function stepLines({ steps }: ExaminedSignIn): readonly string[] {
  // What never began has nothing to tell.
  const begun = steps.filter(({ state }) => state !== 'waiting');
  return begun.flatMap(({ id, state, summary, error, elapsedMs, details }) => {
    const what = error
      ? say(`error.${error.code}`, error.params)
      : summary
        ? say(summary.key, summary.params)
        : '';
    const time = elapsedMs === undefined ? '' : ` (${Math.round(elapsedMs)} ms)`;
    return [
      `${MARKS[state]} ${say(`step.${id}`)}${what === '' ? '' : `: ${what}`}${time}`,
      ...details.map(({ name, value }) => `    ${name}: ${value}`),
    ];
  });
}

const MARKS = { done: '+', failed: '!', skipped: '-', running: '…', waiting: ' ' } as const;

/** The tree of steps, as Connection status shows it. */
function traceLines(spans: readonly TraceSpan[]): readonly string[] {
  const start = Math.min(...spans.map(({ startMs }) => startMs));
  const childrenOf = (parent: number | undefined, depth: number): readonly string[] =>
    spans
      .filter(({ parentId }) => parentId === parent)
      .flatMap((span) => [spanLine(span, start, depth), ...childrenOf(span.id, depth + 1)]);
  return childrenOf(undefined, 0);
}

function spanLine(
  { name, startMs, endMs, outcome, attributes }: TraceSpan,
  start: number,
  depth: number,
): string {
  const facts = Object.entries(attributes).map(([key, value]) => `${key}=${value}`);
  const took = endMs === undefined ? '…' : String(Math.round(endMs - startMs));
  const at = String(Math.round(startMs - start)).padStart(6);
  return `${at} ${'  '.repeat(depth)}${name} ${took} ${outcome ?? ''} ${facts.join(' ')}`.trimEnd();
}

function troubleLines({ severity, where, text, id, remedy, detail }: Trouble): readonly string[] {
  const technical = detail === undefined ? '' : ` [${detail}]`;
  return [
    `${severity.toUpperCase()} ${where}: ${say(text.key, text.params)}${technical}`,
    ...(remedy === undefined ? [] : [`    ${say('doctor.see', { remedy })}`]),
    ...(id === undefined ? [] : [`    ${say('doctor.guide', { id })}`]),
  ];
}
