import type { Check, Finding } from './check.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { type Node, parseFile, type Syntax, walk } from './syntax.ts';

/** Lines at which a file or a function asks for a split (`asks`), and past which it must give a reason (`limit`). */
export const budgets = { file: { asks: 250, limit: 400 }, function: { asks: 40, limit: 60 } } as const;

const functionKinds = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

type Sized = {
  readonly path: string;
  readonly line: number;
  readonly what: 'file' | 'function';
  readonly lines: number;
};

/**
 * Files past 400 lines and functions past 60 fail unless the file carries `// size: <reason>`; past 250 and 40 they are
 * counted. A function's lines are its own: those of functions inside it are counted there, not here. The functions of
 * tests are not measured (a `describe` is as long as its tests are many), test files are.
 */
export const sizeBudgets: Check = {
  name: 'size budgets',
  check: (tree) => {
    const sized = tree.files.filter(isTypeScript).flatMap(sizesOf);
    const asking = sized.filter(({ what, lines }) => lines > budgets[what].asks);
    return {
      findings: asking
        .filter(({ what, lines, hasReason }) => lines > budgets[what].limit && !hasReason)
        .map(tooLong),
      notes: (['file', 'function'] as const).flatMap((kind) => {
        const count = asking.filter(({ what }) => what === kind).length;
        return count === 0
          ? []
          : [`${count} ${kind}${count === 1 ? '' : 's'} past ${budgets[kind].asks} lines`];
      }),
    };
  },
};

function tooLong({ path, line, what, lines }: Sized): Finding {
  const limit = budgets[what].limit;
  return {
    path,
    line,
    message: `${what} of ${lines} lines (limit ${limit}): split it, or give the file a comment "// size: <reason>"`,
  };
}

function sizesOf(file: SourceFile): readonly (Sized & { readonly hasReason: boolean })[] {
  const syntax = parseFile(file);
  const hasReason = syntax.comments.some(({ text }) => /^size: \S.{9,}/.test(text));
  const lines = file.text.trimEnd().split('\n').length;
  const functions = isTest(file) ? [] : functionSizes(syntax);
  return [
    { path: file.path, line: 0, what: 'file' as const, lines, hasReason },
    ...functions.map((each) => ({ path: file.path, what: 'function' as const, ...each, hasReason })),
  ];
}

function functionSizes(syntax: Syntax): readonly { readonly line: number; readonly lines: number }[] {
  const sizes: { line: number; lines: number }[] = [];
  /** Returns the lines that functions inside `node` take away from the function around it. */
  const visit = (node: Node): number => {
    let taken = 0;
    walk(node, (inner) => {
      if (inner === node || !functionKinds.has(inner.type)) return true;
      const line = syntax.lineAt(inner.start);
      const whole = syntax.lineAt(inner.end) - line + 1;
      sizes.push({ line, lines: whole - visit(inner) });
      // The line it starts on belongs to the function around it.
      taken += whole - 1;
      return false;
    });
    return taken;
  };
  visit(syntax.program);
  return sizes;
}
