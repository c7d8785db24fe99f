/** Randomness, cryptographically strong in hosts, seeded in tests. */
export interface Random {
  /** Uniform in [0, 1). */
  fraction(): number;
  bytes(count: number): Uint8Array;
  uuid(): string;
}
