import type { Result } from '../../shared/errors/result.ts';

/** One program's connection: whole texts both ways. */
export interface AccessoryLine {
  send(text: string): void;
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
  /** `reason` is for the program's maker to read. */
  close(reason: string): void;
}

/** A door on this computer alone; web pages are turned away before they are a line. */
export interface AccessoryDoor {
  /** Opens it; failure: net.refused (every port is taken). */
  open(
    onLine: (line: AccessoryLine) => void,
  ): Promise<Result<{ readonly address: string; close(): Promise<void> }>>;
}
