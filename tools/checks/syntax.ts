import { parseSync } from 'vite';
import type { SourceFile } from './source-files.ts';

/** A node of the syntax tree, read loosely: checks look at a few fields of a few kinds. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & {
  readonly [field: string]: unknown;
};

export type Comment = { readonly text: string; readonly line: number };

/** One module named by a file. `isTypeOnly`: it leaves no trace when the program runs. */
export type ImportEdge = { readonly specifier: string; readonly line: number; readonly isTypeOnly: boolean };

export type Syntax = {
  readonly program: Node;
  readonly comments: readonly Comment[];
  readonly imports: readonly ImportEdge[];
  /** Line of an offset, from 1. */
  readonly lineAt: (offset: number) => number;
};

/** Parses one TypeScript file with Vite's parser (the classic compiler API is gone in TypeScript 7). Throws on a syntax error. */
export function parseFile(file: SourceFile): Syntax {
  const parsed = parseSync(file.path, file.text);
  const first = parsed.errors[0];
  if (first !== undefined) throw new Error(`${file.path}: ${first.message}`);
  const program = parsed.program as unknown as Node;
  const lineAt = lineFinder(file.text);
  return {
    program,
    comments: parsed.comments.map((comment) => ({ text: comment.value.trim(), line: lineAt(comment.start) })),
    imports: importsOf(parsed.module, program, file.text, lineAt),
    lineAt,
  };
}

/** Visits every node, parents first. The visitor returns false to leave out what is below. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit);
    } else if (isNode(value)) walk(value, visit);
  }
}

/** The field of a node that holds another node, if it does. */
export function child(node: Node, field: string): Node | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The text of a string literal or of a template without holes; undefined for anything else. */
export function literalText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type === 'TemplateLiteral' && Array.isArray(node['quasis']) && node['quasis'].length === 1) {
    const [only] = node['quasis'] as { value?: { cooked?: string } }[];
    return only?.value?.cooked;
  }
  return undefined;
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
  );
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

type ModuleRecord = ReturnType<typeof parseSync>['module'];

function importsOf(
  module: ModuleRecord,
  program: Node,
  text: string,
  lineAt: (offset: number) => number,
): readonly ImportEdge[] {
  const edges: ImportEdge[] = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    line: lineAt(moduleRequest.start),
    isTypeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  for (const { entries } of module.staticExports) {
    const request = entries[0]?.moduleRequest;
    if (!request) continue;
    const isTypeOnly = entries.every((entry) => entry.isType);
    edges.push({ specifier: request.value, line: lineAt(request.start), isTypeOnly });
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const quoted = /^(['"`])(.*)\1$/s.exec(text.slice(moduleRequest.start, moduleRequest.end));
    const specifier = quoted?.[2];
    if (specifier !== undefined)
      edges.push({ specifier, line: lineAt(moduleRequest.start), isTypeOnly: false });
  }
  walk(program, (node) => {
    if (node.type !== 'TSImportType') return;
    const specifier = literalText(child(node, 'source'));
    if (specifier !== undefined) edges.push({ specifier, line: lineAt(node.start), isTypeOnly: true });
  });
  return edges;
}
