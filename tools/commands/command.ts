/** What each `tools/commands/*.ts` exports as `run`: arguments after the command's name in, exit code out. */
export type RunCommand = (args: readonly string[]) => Promise<number>;

/** Something of ours failed and has been explained: main prints the message alone and ends with code 1. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}

/** "This machine can't, and here is what to do": main prints the sentence alone and ends with code 2. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}
