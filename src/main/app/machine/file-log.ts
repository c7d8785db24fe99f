import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, LogFields } from '../../ports/log.port.ts';
import { redact } from './redact.ts';

export interface LogSink {
  readonly log: Log;
  /** The newest lines, for problem reports; already redacted. */
  recent(): readonly string[];
  close(): Promise<void>;
}

const RECENT_LINES = 2000;
const FILE_LIMIT_BYTES = 5 * 1024 * 1024;

/** One JSON object a line, redacted, in `<folder>/parlance.log`; the file before it is kept as `parlance.1.log`. */
export function createFileLog(folder: string, options: { readonly debug: boolean }): LogSink {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'parlance.log');
  try {
    if (statSync(path).size > FILE_LIMIT_BYTES) renameSync(path, join(folder, 'parlance.1.log'));
  } catch {
    // There is no earlier log: the usual first start.
  }
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // A full disk must not end the app: what cannot be written is lost, calls and chat go on.
  stream.on('error', () => {});
  const lines: string[] = [];

  const write = (level: string, category: string, event: string, fields?: LogFields) => {
    const entry = { at: new Date().toISOString(), level, category, event, ...fields };
    // Each text first, while its quotation marks are still its own: the rules know none with a backslash before them.
    const line = redact(
      JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
    );
    lines.push(line);
    if (lines.length > RECENT_LINES) lines.splice(0, lines.length - RECENT_LINES);
    stream.write(`${line}\n`);
  };
  const category = (name: string): Log => ({
    debug: options.debug ? (event, fields) => write('debug', name, event, fields) : () => {},
    info: (event, fields) => write('info', name, event, fields),
    warn: (event, fields) => write('warn', name, event, fields),
    error: (event, fields) => write('error', name, event, fields),
    child: (part) => category(`${name}.${part}`),
  });

  return {
    log: category('app'),
    recent: () => lines,
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}
