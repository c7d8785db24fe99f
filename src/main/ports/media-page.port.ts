/**
 * A page of its own that holds the sound of calls, shown nowhere: no window's reload or death is heard. That it lives is
 * told by its attaching to the app as a client with the role `media`.
 */
export interface MediaPageDoor {
  /** Opens it; one that is there goes first. False: it cannot be had here. */
  open(): Promise<boolean>;
  close(): void;
}
