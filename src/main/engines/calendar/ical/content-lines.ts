import type { Steps } from './steps.ts';

/** A property of a component (RFC 5545 section 3.1): names in capitals, the value as written. */
export interface Property {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

export interface Component {
  readonly name: string;
  readonly properties: readonly Property[];
  readonly children: readonly Component[];
}

/** More than this is no honest calendar. */
const MAX_LINES = 500_000;
const MAX_DEPTH = 6;
const MAX_LINE = 200_000;
const LINES_A_STEP = 100;

interface Open {
  readonly name: string;
  readonly properties: Property[];
  readonly children: Component[];
}

/**
 * The components of a document, whatever stands around them. Lines that are no content lines are passed over, and what is
 * left open at the end does not count: a download that was cut off must not show half an event. Never throws.
 */
export function* readComponents(text: string): Steps<readonly Component[]> {
  const found: Component[] = [];
  const open: Open[] = [];
  let count = 0;
  for (const line of unfolded(text)) {
    count += 1;
    if (count % LINES_A_STEP === 0) yield;
    const property = readLine(line);
    if (!property) continue;
    const what = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') {
      if (open.length >= MAX_DEPTH) return found;
      open.push({ name: what, properties: [], children: [] });
    } else if (property.name === 'END') {
      const closed = open.pop();
      if (closed?.name !== what) return found;
      const parent = open.at(-1);
      if (parent) parent.children.push(closed);
      else found.push(closed);
    } else open.at(-1)?.properties.push(property);
  }
  return found;
}

/** The first property of that name. */
export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name);
}

/** Its value as text (section 3.3.11); absent and empty are both `undefined`. */
export function textOf(component: Component, name: string): string | undefined {
  const value = propertyOf(component, name)?.value;
  if (value === undefined) return undefined;
  const text = value
    .replace(/\\([\\;,nN])/g, (_, letter: string) => (/n/i.test(letter) ? '\n' : letter))
    .trim();
  return text === '' ? undefined : text;
}

/** Section 3.1: a line that begins with a blank goes on from the one before. */
function* unfolded(text: string): Generator<string> {
  let last: string | undefined;
  let count = 0;
  for (const line of linesOf(text)) {
    count += 1;
    if (count > MAX_LINES) break;
    if (/^[ \t]/.test(line) && last !== undefined) {
      if (last.length < MAX_LINE) last += line.slice(1);
      continue;
    }
    if (last !== undefined) yield last;
    last = line;
  }
  if (last !== undefined) yield last;
}

/** One after the other, as a large document cut up whole would hold everything up. */
function* linesOf(text: string): Generator<string> {
  const end = /\r\n|\n|\r/g;
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  end.lastIndex = at;
  for (let found = end.exec(text); found; found = end.exec(text)) {
    yield text.slice(at, found.index);
    at = end.lastIndex;
  }
  yield text.slice(at);
}

function readLine(line: string): Property | undefined {
  const name = /^[A-Za-z0-9-]{1,64}/.exec(line)?.[0];
  if (name === undefined) return undefined;
  const parameters = new Map<string, string>();
  let at = name.length;
  while (line[at] === ';') {
    const found = PARAMETER.exec(line.slice(at, at + 2_000));
    if (!found) return undefined;
    const [whole, key = '', value = ''] = found;
    parameters.set(key.toUpperCase(), value.replace(/^"|"$/g, ''));
    at += whole.length;
  }
  return line[at] === ':' ? { name: name.toUpperCase(), parameters, value: line.slice(at + 1) } : undefined;
}

const PARAMETER = /^;([A-Za-z0-9-]{1,64})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/;
