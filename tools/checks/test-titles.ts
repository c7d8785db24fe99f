import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { child, literalText, type Node, parseFile, walk } from './syntax.ts';

/** A test or a group of tests as its source names it. */
export type TestTitle = { readonly path: string; readonly line: number; readonly title: string };

/** `D1`, `Q5`: a requirement's ID standing alone in a text. */
export const requirementId = /\b[DAMCVXSQ]\d{1,2}\b/g;

/** Every ID that a text names, in order, once each. */
export function idsIn(text: string): readonly string[] {
  return [...new Set(text.match(requirementId) ?? [])];
}

/** The titles of all tests and groups; those put together at run time (`it.each`) as they are written. */
export function testTitles(files: readonly SourceFile[]): readonly TestTitle[] {
  return files.filter((file) => isTypeScript(file) && isTest(file)).flatMap(titlesIn);
}

function titlesIn(file: SourceFile): readonly TestTitle[] {
  const { program, lineAt } = parseFile(file);
  const titles: TestTitle[] = [];
  walk(program, (node) => {
    if (node.type !== 'CallExpression' || !/^(it|test|describe)$/.test(rootName(child(node, 'callee'))))
      return;
    const title = literalText((node['arguments'] as readonly Node[])[0]);
    if (title !== undefined) titles.push({ path: file.path, line: lineAt(node.start), title });
  });
  return titles;
}

/** `it` of `it.each(rows)`. */
function rootName(node: Node | undefined): string {
  if (node?.type === 'Identifier') return String(node['name']);
  if (node?.type === 'MemberExpression') return rootName(child(node, 'object'));
  if (node?.type === 'CallExpression') return rootName(child(node, 'callee'));
  return '';
}
