/**
 * How the requests of one look-up reach the company's servers, whatever way running services take meanwhile (D5).
 * `inside`: straight. An `EdgeWay` is the edge engine's own: it is only handed on.
 */
export type Way = 'inside' | EdgeWay;

export interface EdgeWay {
  /** Domain of the edge. */
  readonly domain: string;
}
