/** Hands bytes to the browser as a file, which asks where to, or puts it among the downloads. */
export function saveBytes(name: string, type: string, parts: readonly Uint8Array<ArrayBuffer>[]): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Once it is asked for, the browser reads it in its own time.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
