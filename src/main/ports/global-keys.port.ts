/** Keys that the system hands to this app whichever program has the keyboard. Keys as `readHotKey` writes them. */
export interface GlobalKeys {
  /** False: another program or the system has it. */
  take(key: string, onPressed: () => void): boolean;
  /** Gives it back; nothing happens if it was not taken. */
  release(key: string): void;
  /** The text that is selected in the program in front where the system tells; otherwise what was copied last. */
  selectedText(): Promise<string>;
}
