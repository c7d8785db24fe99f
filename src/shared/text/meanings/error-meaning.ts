/** What an administrator should know of one error, beyond the sentence that the person sees. */
export interface ErrorMeaning {
  /** What happened, and where it is seen on the wire or in the settings. */
  readonly means: string;
  /** What to do about it; the first thing to try comes first. */
  readonly remedy: string;
}

/** By error code. */
export type ErrorMeanings = Readonly<Record<string, ErrorMeaning>>;
