import { cpus, loadavg, totalmem } from 'node:os';

/** One line on what it ran on; a load far above nothing makes wall times noise. */
export function describeMachine(): string {
  const processors = cpus();
  const load = loadavg()[0] ?? 0;
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory} GB, Node ${process.versions.node}, load ${load.toFixed(1)}`;
}
