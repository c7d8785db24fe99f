import type { SourceFile } from './source-files.ts';

/** One thing that is wrong, where, and what to do about it. `line` counts from 1; 0 means the file as a whole. */
export type Finding = { readonly path: string; readonly line: number; readonly message: string };

/** What a check reads: every file of ours, already in memory, so that a test can hand it a made-up tree. */
export type Tree = { readonly files: readonly SourceFile[] };

/** `findings` fail the check; `notes` are only printed (a budget that is nearly used up, say). */
export type CheckResult = { readonly findings: readonly Finding[]; readonly notes: readonly string[] };

/** A house rule: a pure function of the tree. */
export type Check = { readonly name: string; readonly check: (tree: Tree) => CheckResult };

/** `path:line message`, the form editors make clickable. */
export function formatFinding(finding: Finding): string {
  const place = finding.line === 0 ? finding.path : `${finding.path}:${finding.line}`;
  return `${place} ${finding.message}`;
}
