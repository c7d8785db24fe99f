/** A log file, as it is on the disk: redacted when it was written. */
export interface LogFile {
  readonly name: string;
  readonly text: string;
}

/** What the machine knows of this run, for problem reports (S5). */
export interface MachineRecord {
  /** The newest file first; together no more than some ten megabytes. */
  logs(): Promise<readonly LogFile[]>;
  /** Versions of the system and of what the app runs on; nothing that names the computer or its user. */
  facts(): Readonly<Record<string, string>>;
  /** How many files are kept, and whether anything is written at all. */
  keepLogs(policy: { readonly files: number; readonly isWritten: boolean }): void;
}
