/** What other services ask of the contact list. Answers come from memory, at once. */
export interface People {
  /** The name to show for a bare JID; absent when nobody of that address is known. */
  nameOf(address: string): string | undefined;
  /** Someone's name changed or became known. Returns the unsubscribe function. */
  onRenamed(listener: (address: string) => void): () => void;
  /** There was a message or call with this person (bare JID, number or URI) at this time: searching puts recents first. */
  noteRecent(address: string, at: number): void;
}
