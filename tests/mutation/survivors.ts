/** Mutants as a reader wants to see them: in which function, and with enough of the line around to know the place. */
import ts from "typescript";
import type { Mutant } from "./instrument.ts";

/** How a mutant is told and listed. Of one name may be several: the same slip in the same words of one function. */
export interface Named {
  readonly file: string;
  /** Function, `Class.method` or constant at the top of the file. */
  readonly where: string;
  readonly before: string;
  /** Empty where a statement is left out. */
  readonly after: string;
}

/** Code around the place of a mutant is shown up to this length, … */
const MOST_AROUND = 64;
/** … and the place itself to this one. */
const MOST_CHARS = 100;

export function named(
  file: string,
  text: string,
  mutants: readonly Mutant[],
): readonly (Named & { readonly mutant: Mutant })[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  return mutants.map((mutant) => {
    const node = nodeOf(source, mutant);
    return { mutant, file, where: ownerOf(node), ...inContext(node, mutant.after) };
  });
}

function nodeOf(source: ts.SourceFile, { line, column, before }: Mutant): ts.Node {
  const start = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  const find = (node: ts.Node): ts.Node | undefined =>
    node.getStart() === start && node.getText() === before ? node : ts.forEachChild(node, find);
  const found = find(source);
  if (found === undefined) throw new Error(`${source.fileName}:${line}:${column}: no “${before}” here.`);
  return found;
}

function ownerOf(node: ts.Node): string {
  let name = "";
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (ts.isConstructorDeclaration(at)) name = "constructor";
    else if (ts.isClassDeclaration(at)) name = [at.name?.text, name].filter(Boolean).join(".");
    else if (hasName(at)) name = at.name.getText();
  }
  return name;
}

function hasName(node: ts.Node): node is ts.Node & { readonly name: ts.Node } {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isPropertyDeclaration(node)
  );
}

/** The place with the expression that it is part of, as long as that is short. */
function inContext(node: ts.Node, after: string): { before: string; after: string } {
  if (after === "") return { before: shortened(node.getText(), "")[0], after };
  const loop = loopAround(node);
  if (loop !== undefined) return inHead(loop, node, withoutBrackets(node, after));
  let around = node;
  while (isPartOfMore(around.parent) && inOneLine(around.parent.getText()).length <= MOST_AROUND)
    around = around.parent;
  const text = around.getText();
  const [start, end] = [node.getStart() - around.getStart(), node.getEnd() - around.getStart()];
  return changed(text, text.slice(0, start) + withoutBrackets(node, after) + text.slice(end));
}

/** The loop in whose head a node stands. */
function loopAround(node: ts.Node): ts.ForStatement | undefined {
  for (let at = node; !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (ts.isForStatement(parent) && parent.statement !== at) return parent;
  }
  return undefined;
}

function inHead(loop: ts.ForStatement, node: ts.Node, written: string): { before: string; after: string } {
  const [from, to] = [loop.getStart(), loop.statement.getFullStart()];
  const head = loop.getSourceFile().text.slice(from, to);
  const [start, end] = [node.getStart() - from, node.getEnd() - from];
  return changed(head, head.slice(0, start) + written + head.slice(end));
}

function changed(whole: string, other: string): { before: string; after: string } {
  const [before, after] = shortened(whole, other);
  return { before, after };
}

function isPartOfMore(node: ts.Node): boolean {
  return (
    ts.isExpression(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isVariableDeclarationList(node) ||
    ts.isBindingElement(node) ||
    ts.isArrayBindingPattern(node) ||
    ts.isObjectBindingPattern(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isReturnStatement(node) ||
    ts.isExpressionStatement(node)
  );
}

const OPERATORS = ["* / %", "+ -", "<< >> >>>", "< <= > >=", "=== !==", "&&", "|| ??"];
/** How tightly operators bind; assignments less than all of these. */
const BINDING = new Map(
  OPERATORS.flatMap((alike, i) =>
    alike.split(" ").map((operator) => [operator, OPERATORS.length - i] as const),
  ),
);

/** `(a) <= (b)`, as mutants of operators are written, with brackets only where they say something. */
function withoutBrackets(node: ts.Node, after: string): string {
  if (!ts.isBinaryExpression(node)) return after;
  const [left, right] = [node.left.getText(), node.right.getText()];
  if (!after.startsWith(`(${left}) `) || !after.endsWith(` (${right})`)) return after;
  const operator = after.slice(left.length + 3, -right.length - 3);
  const binding = BINDING.get(operator) ?? 0;
  const isLoose = ts.isBinaryExpression(node.parent) && bindingOf(node.parent) > binding;
  const written = [
    bindingOf(node.left) >= binding ? left : `(${left})`,
    operator,
    bindingOf(node.right) > binding || binding === 0 ? right : `(${right})`,
  ].join(" ");
  return isLoose ? `(${written})` : written;
}

function bindingOf(node: ts.Expression): number {
  if (ts.isConditionalExpression(node) || ts.isArrowFunction(node)) return 0;
  return ts.isBinaryExpression(node) ? (BINDING.get(node.operatorToken.getText()) ?? 0) : Infinity;
}

/** Both in one line; of long ones what is around their first difference. */
function shortened(...texts: readonly [string, string]): [string, string] {
  const [a, b] = [inOneLine(texts[0]), inOneLine(texts[1])];
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same++;
  const from =
    same < MOST_CHARS / 2 || Math.max(a.length, b.length) <= MOST_CHARS ? 0 : same - MOST_CHARS / 2;
  const cut = (line: string): string =>
    (from > 0 ? "…" : "") +
    line.slice(from, from + MOST_CHARS) +
    (line.length > from + MOST_CHARS ? "…" : "");
  return [cut(a), cut(b)];
}

function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
