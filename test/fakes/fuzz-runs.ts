/** Inputs a fuzz test generates: a thousand as a rule, a hundred times as many with PARLANCE_LONG=1. */
export function fuzzRuns(usual = 1_000): number {
  return process.env['PARLANCE_LONG'] === '1' ? usual * 100 : usual;
}
