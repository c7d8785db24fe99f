import { fail, ok, type Failure, type Result } from '../../../shared/errors/result.ts';

/** How the person is asked. The password comes back through `give`. */
export type AskPassword = (question: { readonly username: string; readonly error?: Failure }) => void;

/**
 * Where every service gets the password from, and the reason why a refused one is never tried again (A2): after
 * `refuse` the next `take` asks the person, it doesn't give the same password out.
 */
export class PasswordGate {
  private readonly ask: AskPassword;
  private password: string | undefined;
  private refusal: Failure | undefined;
  private readonly waiting: ((result: Result<string>) => void)[] = [];
  private isClosed = false;

  /** `known` is a remembered password, or one from an account file. */
  constructor(ask: AskPassword, known?: string) {
    this.ask = ask;
    this.password = known;
  }

  /** A remembered password; one that was refused in this attempt is not taken again. */
  preset(password: string): void {
    if (this.refusal === undefined && !this.isClosed) this.password ??= password;
  }

  /** The password in use, where nobody would have to be asked for it. */
  known(): string | undefined {
    return this.password;
  }

  /** The last refusal, if any. */
  refusedWith(): Failure | undefined {
    return this.refusal;
  }

  /** The password; the person is asked when there is none. One question serves all who wait. */
  take(username: string): Promise<Result<string>> {
    if (this.isClosed) return Promise.resolve(fail('app.cancelled'));
    if (this.password !== undefined) return Promise.resolve(ok(this.password));
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) this.ask({ username, ...(this.refusal && { error: this.refusal }) });
    });
  }

  /** The person's answer. Ignored when nobody asked. */
  give(password: string): void {
    if (this.waiting.length === 0) return;
    this.password = password;
    this.settle(ok(password));
  }

  /** A server refused the password that was given out last. */
  refuse(error: Failure): void {
    this.password = undefined;
    this.refusal = error;
  }

  /** The attempt is over: everybody who waits is told so, and the password is dropped. */
  close(): void {
    this.isClosed = true;
    this.password = undefined;
    this.settle(fail('app.cancelled'));
  }

  private settle(result: Result<string>): void {
    for (const resolve of this.waiting.splice(0)) resolve(result);
  }
}
