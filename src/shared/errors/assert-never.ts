/** Closes a switch over a union: a case that was forgotten is a compile error, a value from outside a loud one. */
export function assertNever(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
