import type { Log } from '../../src/main/ports/log.port.ts';

/** A log that says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
