import type { TextRedactor } from './text-redactor.ts';

/** Keys whose values are words of ours, never of people. */
const OPEN_KEYS = new Set(
  (
    'at level category event kind state outcome code phase mode source section direction tone version platform codec ' +
    'security theme density protocol transport secretStore location id parentId'
  ).split(' '),
);
/** Keys whose text names somebody whatever it looks like. */
const PERSON_KEYS =
  /^(peer|displayName|lastName|username|user|nick|title|subject|description|statusText|contactId|address|number|target|line)$/i;
/** Never in a report, whatever the value. */
const SECRET_KEYS = /password|passwd|secret|token|cookie|authorization|^body$|^draft$|^sdp$|offerSdp/i;
const MAX_DEPTH = 20;

/** Any JSON value with its shape kept and its texts redacted; numbers and keys of ours stay. */
export function redactValue(value: unknown, redactor: TextRedactor, key = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) return '…';
  if (typeof value === 'string') return redactText(value, redactor, key);
  if (Array.isArray(value)) return value.map((each) => redactValue(each, redactor, key, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      redactor.text(name),
      SECRET_KEYS.test(name) && !OPEN_KEYS.has(name) && each !== '' && typeof each !== 'boolean'
        ? '<redacted>'
        : redactValue(each, redactor, name, depth + 1),
    ]),
  );
}

function redactText(value: string, redactor: TextRedactor, key: string): string {
  if (OPEN_KEYS.has(key)) return /^[\w.:+ -]{0,80}$/.test(value) ? value : redactor.text(value);
  return PERSON_KEYS.test(key) ? redactor.person(value) : redactor.text(value);
}

/** A log of one JSON object a line; a line that is none is taken as text. */
export function redactLog(text: string, redactor: TextRedactor): string {
  return text
    .split('\n')
    .map((line) => {
      if (line.trim() === '') return line;
      try {
        return JSON.stringify(redactValue(JSON.parse(line), redactor));
      } catch {
        return redactor.text(line);
      }
    })
    .join('\n');
}
