/** Where the services domain comes from (D2). */
export type DomainSource = 'policy' | 'link' | 'bootstrap' | 'address';

export interface DomainFacts {
  /** Domain of the address that is signed in with: typed, or the user principal name. */
  readonly ofAddress: string;
  /** What a source other than the address says. */
  readonly configured?: { readonly domain: string; readonly source: Exclude<DomainSource, 'address'> };
  /** The person turned the suggested domain down and typed an address of their own. */
  readonly isTurnedDown: boolean;
  /** Domain of the address of the last sign-in; absent on a new installation. */
  readonly ofLastAddress?: string;
}

/**
 * The services domain of a sign-in (D2, A4): what a policy says cannot be turned down; then a confirmed link, then the
 * installer, then the address. The installer speaks to a new installation: who comes back with an address of another
 * domain means that one.
 */
export function chooseServicesDomain(facts: DomainFacts): {
  readonly domain: string;
  readonly source: DomainSource;
} {
  const { ofAddress, configured, isTurnedDown, ofLastAddress } = facts;
  const own = { domain: ofAddress, source: 'address' as const };
  if (!configured) return own;
  if (configured.source === 'policy') return configured;
  if (isTurnedDown) return own;
  const isElsewhere = ofLastAddress !== undefined && ofLastAddress !== ofAddress;
  return configured.source === 'bootstrap' && isElsewhere ? own : configured;
}
