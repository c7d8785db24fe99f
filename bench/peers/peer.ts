import type { BenchOffice } from '../office/bench-office.ts';

/** A peer that was started. */
export interface RunningPeer {
  readonly pid: number;
  /** Resolves when its contact list is on screen, for those that can be watched. */
  readonly contactsShown?: Promise<void>;
  stop(): Promise<void>;
}

/** Another client. */
export interface Peer {
  readonly name: string;
  /** Programs it needs; without one of them it is "not installed". */
  readonly programs: readonly string[];
  /** Signs Alice in, past the relays, with nothing remembered. `folder` is new and empty. */
  start(office: BenchOffice, folder: string): Promise<RunningPeer>;
}
