/** Resolves when everything has ended after SIGINT or SIGTERM; a second signal doesn't wait. */
export function stopOnSignal(lab: { stop(): Promise<void> }): Promise<void> {
  return new Promise((resolve, reject) => {
    let isStopping = false;
    const onSignal = (): void => {
      if (isStopping) process.exit(1);
      isStopping = true;
      lab.stop().then(resolve, reject);
    };
    process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  });
}
