import type { Check, Finding } from './check.ts';
import { isTest, type SourceFile } from './source-files.ts';
import { child, literalText, type Node, parseFile, walk } from './syntax.ts';

/** Attributes that people read or hear. */
const readAttributes = new Set([
  'aria-label',
  'aria-description',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'title',
  'placeholder',
  'alt',
  'label',
  'content',
]);

/** What people read comes from the message catalogue (src/shared/text), never from the markup. */
export const texts: Check = {
  name: 'no prose in markup',
  check: (tree) => ({
    findings: tree.files
      .filter((file) => /^src\/renderer\/.*\.tsx$/.test(file.path) && !isTest(file))
      .flatMap(proseIn),
    notes: [],
  }),
};

function proseIn(file: SourceFile): readonly Finding[] {
  const syntax = parseFile(file);
  const findings: Finding[] = [];
  walk(syntax.program, (node) => {
    const prose = proseOf(node);
    if (prose === undefined || !/\p{L}/u.test(prose)) return;
    const shown = prose.trim().replace(/\s+/g, ' ').slice(0, 40);
    findings.push({
      path: file.path,
      line: syntax.lineAt(node.start),
      message: `"${shown}" belongs in the message catalogue`,
    });
  });
  return findings;
}

function proseOf(node: Node): string | undefined {
  if (node.type === 'JSXText') return String(node['value']);
  if (node.type === 'JSXAttribute') {
    const name = child(node, 'name')?.['name'];
    if (typeof name !== 'string' || !readAttributes.has(name)) return undefined;
    const value = child(node, 'value');
    return literalText(value) ?? proseInBraces(value);
  }
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    return (node['children'] as readonly Node[]).map(proseInBraces).find((text) => text !== undefined);
  }
  return undefined;
}

/** `{'words'}`, also as a branch of `a ? 'words' : b` or `a && 'words'`. */
function proseInBraces(node: Node | undefined): string | undefined {
  if (node?.type !== 'JSXExpressionContainer') return undefined;
  const branches = (each: Node | undefined): readonly (Node | undefined)[] => {
    if (each?.type === 'ConditionalExpression')
      return [child(each, 'consequent'), child(each, 'alternate')].flatMap(branches);
    if (each?.type === 'LogicalExpression')
      return [child(each, 'left'), child(each, 'right')].flatMap(branches);
    return [each];
  };
  return branches(child(node, 'expression'))
    .map(literalText)
    .find((text) => text !== undefined && /\p{L}/u.test(text));
}
