import type { Check, Finding } from './check.ts';
import { isTest, isTypeScript, type SourceFile } from './source-files.ts';
import { child, literalText, type Node, parseFile, type Syntax, walk } from './syntax.ts';

type Rule = {
  readonly message: string;
  readonly applies: (file: SourceFile) => boolean;
  /** Lines where the rule is broken. */
  readonly find: (syntax: Syntax) => readonly number[];
};

const inSource = (file: SourceFile): boolean => file.path.startsWith('src/') && !isTest(file);
/** These may ask whether a server is installed, and say why not; in CI a skipped test is a failure all the same. */
const isAgainstServers = (file: SourceFile): boolean => /\.(integration\.test|spec)\.ts$/.test(file.path);
const isTimed = (file: SourceFile): boolean =>
  inSource(file) && /^src\/main\/(services|engines|router)\//.test(file.path);

const rules: readonly Rule[] = [
  {
    message: 'names no line of docs/roadmap.md: write "TODO(roadmap: <its words>)" or do it now',
    applies: () => true,
    find: ({ comments }) =>
      comments
        .filter(({ text }) => /\b(TODO|FIXME|XXX)\b(?!\(roadmap: \S)/.test(text))
        .map(({ line }) => line),
  },
  {
    message: 'runs one test and forgets the rest: take ".only" out',
    applies: isTest,
    find: (syntax) => calls(syntax, (name) => /^(it|test|describe|suite)(\.\w+)*\.only(\.|$)/.test(name)),
  },
  {
    message: 'skips a test, which fails in CI: mend it, or take it out with a line in docs/roadmap.md',
    applies: isTest,
    find: (syntax) =>
      calls(
        syntax,
        (name) => /^(it|test|describe|suite)(\.\w+)*\.(skip|todo|fixme)(\.|$)/.test(name),
        startsWithTitle,
      ),
  },
  {
    message: 'runs on some machines only, which is for tests against real servers (*.integration.test.ts)',
    applies: (file) => isTest(file) && !isAgainstServers(file),
    find: (syntax) =>
      calls(syntax, (name) => /^(it|test|describe|suite)(\.\w+)*\.(skipIf|runIf)(\.|$)/.test(name)),
  },
  {
    message: 'mocks a module: hand in a fake through the constructor',
    applies: isTest,
    find: (syntax) => calls(syntax, (name) => /^vi\.(mock|doMock)$/.test(name)),
  },
  {
    message: 'writes to the console: use the Log port',
    applies: inSource,
    find: (syntax) => calls(syntax, (name) => name.startsWith('console.')),
  },
  {
    message: 'reads the time by itself: ask the Clock port',
    applies: isTimed,
    find: (syntax) =>
      calls(syntax, (name) =>
        /^(Date\.now|performance\.now|setTimeout|setInterval|globalThis\.set(Timeout|Interval))$/.test(name),
      ),
  },
  {
    message: 'switches a lint rule off without saying why: "oxlint-disable… rule -- reason"',
    applies: () => true,
    find: ({ comments }) =>
      comments
        .filter(({ text }) => /^(ox|es)lint-disable/.test(text) && !/ -- \S{3,}/.test(text))
        .map(({ line }) => line),
  },
];

/** Words and calls that must not stay in the code. */
export const mentions: Check = {
  name: 'words that must not stay',
  check: (tree) => ({ findings: tree.files.filter(isTypeScript).flatMap(mentionsIn), notes: [] }),
};

function mentionsIn(file: SourceFile): readonly Finding[] {
  const syntax = parseFile(file);
  return rules
    .filter((rule) => rule.applies(file))
    .flatMap((rule) => rule.find(syntax).map((line) => ({ path: file.path, line, message: rule.message })));
}

/** Lines where a thing with a name that `isMeant` is called (and with arguments that are meant). */
function calls(
  syntax: Syntax,
  isMeant: (name: string) => boolean,
  areMeant: (args: readonly Node[]) => boolean = () => true,
): readonly number[] {
  const lines = new Set<number>();
  walk(syntax.program, (node) => {
    if (node.type !== 'CallExpression') return;
    const name = calledName(child(node, 'callee'));
    const args = node['arguments'] as readonly Node[];
    if (name !== undefined && isMeant(name) && areMeant(args)) lines.add(syntax.lineAt(node.start));
  });
  return [...lines];
}

/** `skip('a title', …)` and not playwright's `skip(condition, 'why')`. */
function startsWithTitle([first]: readonly Node[]): boolean {
  return literalText(first) !== undefined;
}

/** `a.b.c` of the thing that is called, seen through `it.each(...)(...)`. */
function calledName(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  if (node?.type === 'CallExpression') return calledName(child(node, 'callee'));
  if (node?.type !== 'MemberExpression') return undefined;
  const object = calledName(child(node, 'object'));
  const property = child(node, 'property');
  return object === undefined || property?.type !== 'Identifier'
    ? undefined
    : `${object}.${String(property['name'])}`;
}
