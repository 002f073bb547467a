/** One program that holds all mutants of a file: which of them is on is decided while it runs. */
import ts from "typescript";
import { mutationsOf } from "./mutations.ts";

export interface Mutant {
  readonly id: number;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
}

interface Place {
  readonly id: number;
  readonly after: string;
}

/** Mutants inside a loop: `first` … `end` − 1. */
interface Range {
  readonly first: number;
  readonly end: number;
}

/**
 * Every place with mutants becomes a choice between them: `a < b` → `(__m.is(0) ? (a) <= (b) : (a < b))`. Loops count
 * their rounds, so that one which a mutant made endless comes to an end; those without the mutant that is on run as they
 * are written, because choices cost time.
 */
export function instrument(path: string, text: string): { code: string; mutants: Mutant[] } {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const mutants: Mutant[] = [];
  const places = new Map<ts.Node, Place[]>();
  const add = (node: ts.Node, after: string): void => {
    const at = chainOf(node);
    const [start, end] = [node.getStart() - at.getStart(), node.getEnd() - at.getStart()];
    const whole =
      at.getText().slice(0, start) + (at === node ? after : `(${after})`) + at.getText().slice(end);
    const known = places.get(at) ?? [];
    if (known.some((place) => place.after === whole)) return;
    const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
    const [before, id] = [node.getText(), mutants.length];
    mutants.push({ id, line: line + 1, column: character + 1, before, after });
    places.set(at, [...known, { id, after: whole }]);
  };
  const loops = new Map<ts.Node, Range>();
  const find = (node: ts.Node): void => {
    if (isWithoutValue(node)) return;
    const first = mutants.length;
    for (const after of mutationsOf(node)) add(node, after);
    for (const after of conditions(node)) add(node, after);
    if (isRemovable(node)) add(node, "");
    ts.forEachChild(node, find);
    if (ts.isIterationStatement(node, false)) loops.set(node, { first, end: mutants.length });
  };
  find(source);
  return { code: `const __m = globalThis.__mutation;${woven(source, text, places, loops)}`, mutants };
}

/** The source with the choices in their places. */
function woven(
  source: ts.SourceFile,
  text: string,
  places: ReadonlyMap<ts.Node, readonly Place[]>,
  loops: ReadonlyMap<ts.Node, Range>,
): string {
  const write = (node: ts.Node, isPlain: boolean): string => {
    const loop = isPlain ? undefined : loops.get(node);
    if (!loop) return choice(node, children(node, isPlain), isPlain);
    return `{ if (__m.has(${loop.first}, ${loop.end})) { ${children(node, false)} } else { ${children(node, true)} } }`;
  };
  const children = (node: ts.Node, isPlain: boolean): string => {
    let [written, at] = ["", node.getStart()];
    ts.forEachChild(node, (child) => {
      written += text.slice(at, child.getStart()) + write(child, isPlain);
      at = child.getEnd();
    });
    return written + text.slice(at, node.getEnd());
  };
  const choice = (node: ts.Node, inner: string, isPlain: boolean): string => {
    const written = isLoopBody(node) ? `{ __m.tick(); ${inner} }` : inner;
    const here = isPlain ? undefined : places.get(node);
    if (here === undefined) return written;
    if (ts.isExpressionStatement(node)) return `{ if (!__m.is(${here[0]!.id})) { ${written} } }`;
    return `(${here.map(({ id, after }) => `__m.is(${id}) ? (${after}) : `).join("")}(${written}))`;
  };
  return write(source, false);
}

/** Types, names and addresses of modules hold no value that could be another. */
function isWithoutValue(node: ts.Node): boolean {
  const { parent } = node as { parent?: ts.Node };
  return (
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined) ||
    (parent !== undefined && "name" in parent && parent.name === node && ts.isLiteralExpression(node))
  );
}

/** Of branches both, of loops only that they never run. */
function conditions(node: ts.Node): string[] {
  const { parent } = node as { parent?: ts.Node };
  if (parent === undefined) return [];
  if (ts.isIfStatement(parent) && parent.expression === node) return ["true", "false"];
  if (ts.isWhileStatement(parent) && parent.expression === node) return ["false"];
  return ts.isForStatement(parent) && parent.condition === node ? ["false"] : [];
}

/** A statement without which the rest still runs; the only one of a branch is the branch's condition to judge. */
function isRemovable(node: ts.Node): boolean {
  if (!ts.isExpressionStatement(node)) return false;
  const holder = ts.isBlock(node.parent) && node.parent.statements.length === 1 ? node.parent : node;
  return !(ts.isIfStatement(holder.parent) && holder.parent.elseStatement === undefined);
}

function isLoopBody(node: ts.Node): boolean {
  const { parent } = node as { parent?: ts.Node };
  return parent !== undefined && ts.isIterationStatement(parent, false) && parent.statement === node;
}

/** The whole of `a?.b.c(d)`: a part of it in brackets would mean something else. */
function chainOf(node: ts.Node): ts.Node {
  if (!ts.isOptionalChain(node)) return node;
  let top: ts.Node = node;
  while (isLink(top.parent) && top.parent.expression === top) top = top.parent;
  return top;
}

function isLink(
  node: ts.Node,
): node is
  ts.PropertyAccessExpression | ts.ElementAccessExpression | ts.CallExpression | ts.NonNullExpression {
  return (
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNonNullExpression(node)
  );
}
