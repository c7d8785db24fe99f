/** Values that may stand in a log line. Bodies, passwords and tokens never do; the sink redacts what looks like them. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One category's log. The event is a short constant phrase, facts go in the fields. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A log of a part of this category, e.g. `xmpp` → `xmpp.sm`. */
  child(category: string): Log;
}
