import type { Log, LogFields } from '../../ports/log.port.ts';
import type { MachineRecord } from '../../ports/machine-record.port.ts';
import { redact } from '../../services/support/redact.ts';
import { RotatingFile } from './rotating-file.ts';

export interface LogSink {
  readonly log: Log;
  /** For problem reports; what is in the files is redacted already. */
  readonly record: Pick<MachineRecord, 'logs' | 'keepLogs'>;
  close(): Promise<void>;
}

/** One JSON object a line, redacted, in `<folder>/parlance.log`; older files are `parlance.1.log`, `parlance.2.log` … (S5). */
export function createFileLog(
  folder: string,
  options: { readonly debug: boolean; readonly fileBytes?: number },
): LogSink {
  const file = new RotatingFile(folder, 'parlance', options.fileBytes);
  let isWritten = true;

  const write = (level: string, category: string, event: string, fields?: LogFields) => {
    if (!isWritten) return;
    const entry = { at: new Date().toISOString(), level, category, event, ...fields };
    // Each text first, while its quotation marks are still its own: the rules know none with a backslash before them.
    const line = redact(
      JSON.stringify(entry, (_, value: unknown) => (typeof value === 'string' ? redact(value) : value)),
    );
    file.write(`${line}\n`);
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
    record: {
      logs: () => file.read(),
      keepLogs(policy) {
        isWritten = policy.isWritten;
        file.keep(policy.files);
      },
    },
    close: () => file.close(),
  };
}
