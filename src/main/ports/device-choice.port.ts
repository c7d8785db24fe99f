/** A softphone device of the person, as the cluster lists it (cisco-uc 2.8). */
export interface Softphone {
  readonly name: string;
  readonly description: string;
}

/** Which of several softphones is the person's to use here (V1). */
export interface DeviceChoice {
  /**
   * The chosen one's name. Of several the person picks once, and it is remembered for the address as long as it is there.
   * Without an answer, and where nobody may be asked (`isQuiet`), it is the first: callers put the likeliest there.
   */
  choose(
    address: string,
    softphones: readonly Softphone[],
    call: { readonly signal: AbortSignal; readonly isQuiet: boolean },
  ): Promise<string | undefined>;
}
