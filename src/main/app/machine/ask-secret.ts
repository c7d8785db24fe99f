/** The part of a terminal's input that is used. */
export interface SecretInput {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  on(event: 'data', listener: (text: string) => void): unknown;
  on(event: 'end', listener: () => void): unknown;
  pause(): unknown;
  resume(): unknown;
}

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACE = /[\b\u007f]/;

/**
 * Asks on a terminal without showing what is typed; where the input is no terminal its first line is taken. `undefined`:
 * the person gave up, or there was nothing.
 */
export function askSecret(
  input: SecretInput,
  print: (text: string) => void,
  question: string,
): Promise<string | undefined> {
  print(question);
  input.setRawMode?.(true);
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve) => {
    let typed = '';
    let isOver = false;
    const finish = (secret: string | undefined): void => {
      if (isOver) return;
      isOver = true;
      input.setRawMode?.(false);
      input.pause();
      print('\n');
      resolve(secret);
    };
    input.on('data', (text) => {
      for (const letter of text) {
        if (letter === CTRL_C || letter === CTRL_D) return finish(undefined);
        if (letter === '\r' || letter === '\n') return finish(typed);
        typed = input.isTTY === true && BACKSPACE.test(letter) ? typed.slice(0, -1) : typed + letter;
      }
    });
    input.on('end', () => finish(typed === '' ? undefined : typed));
  });
}
