/** The small faults that are tried on one place of a program: what a slip of the keyboard or of thought would write there. */
import ts from "typescript";

/** Operators, and what a slip makes of each. */
const BINARY = new Map<ts.SyntaxKind, readonly string[]>([
  [ts.SyntaxKind.PlusToken, ["-"]],
  [ts.SyntaxKind.MinusToken, ["+"]],
  [ts.SyntaxKind.AsteriskToken, ["/"]],
  [ts.SyntaxKind.SlashToken, ["*"]],
  [ts.SyntaxKind.PercentToken, ["*"]],
  [ts.SyntaxKind.AsteriskAsteriskToken, ["*"]],
  [ts.SyntaxKind.LessThanToken, ["<=", ">="]],
  [ts.SyntaxKind.LessThanEqualsToken, ["<", ">"]],
  [ts.SyntaxKind.GreaterThanToken, [">=", "<="]],
  [ts.SyntaxKind.GreaterThanEqualsToken, [">", "<"]],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, ["!=="]],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, ["==="]],
  [ts.SyntaxKind.AmpersandAmpersandToken, ["||"]],
  [ts.SyntaxKind.BarBarToken, ["&&"]],
  [ts.SyntaxKind.PlusEqualsToken, ["-="]],
  [ts.SyntaxKind.MinusEqualsToken, ["+="]],
  [ts.SyntaxKind.AsteriskEqualsToken, ["/="]],
  [ts.SyntaxKind.SlashEqualsToken, ["*="]],
  [ts.SyntaxKind.BarToken, ["&"]],
  [ts.SyntaxKind.AmpersandToken, ["|"]],
  [ts.SyntaxKind.CaretToken, ["|"]],
  [ts.SyntaxKind.CaretEqualsToken, ["|="]],
  [ts.SyntaxKind.LessThanLessThanToken, [">>>"]],
  [ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken, ["<<"]],
]);

/** Methods that a slip takes for each other. */
const METHODS = new Map<string, string>(
  [
    ["min", "max"],
    ["ceil", "floor"],
    ["some", "every"],
    ["startsWith", "endsWith"],
    ["indexOf", "lastIndexOf"],
    ["find", "findLast"],
    ["toLowerCase", "toUpperCase"],
    ["padStart", "padEnd"],
  ].flatMap(([a = "", b = ""]) => [[a, b] as const, [b, a] as const]),
);
/** Calls that are left out: `a.slice(1)` → `a`. */
const LEFT_OUT = new Set([
  "slice",
  "subarray",
  "filter",
  "sort",
  "reverse",
  "trim",
  "fill",
  "flat",
  "replace",
  "replaceAll",
]);
/** Functions that are left out: `Math.abs(a)` → `a`. */
const BARE = new Set(["abs", "sqrt", "log", "exp", "round", "floor", "ceil", "min", "max"]);

/** What may stand in place of a node, as source text, without the node itself. */
export function mutationsOf(node: ts.Node): string[] {
  const text = node.getText();
  if (ts.isNumericLiteral(node)) return numbers(Number(node.text));
  if (ts.isBinaryExpression(node)) return binaries(node);
  if (ts.isPrefixUnaryExpression(node)) return unaries(node);
  if (ts.isPostfixUnaryExpression(node)) {
    return [`${node.operand.getText()}${node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++"}`];
  }
  if (ts.isCallExpression(node)) return calls(node);
  if (ts.isConditionalExpression(node)) return [node.whenTrue.getText(), node.whenFalse.getText()];
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ["false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ["true"];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return words(node);
  if (ts.isRegularExpressionLiteral(node)) return expressions(text);
  if (ts.isPropertyAccessExpression(node) && node.questionDotToken) {
    return [`${node.expression.getText()}.${node.name.text}`];
  }
  if (ts.isElementAccessExpression(node) && node.questionDotToken) {
    return [`${node.expression.getText()}[${node.argumentExpression.getText()}]`];
  }
  return [];
}

/** Counts by one up and down; what is large or no whole number by half. */
function numbers(value: number): string[] {
  if (!Number.isInteger(value) || value > 255) return [String(value * 2), String(value / 2)];
  return value === 0 ? ["1"] : [String(value + 1), String(value - 1)];
}

function binaries(node: ts.BinaryExpression): string[] {
  const { left, right, operatorToken } = node;
  if (operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) return [left.getText()];
  if (operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(left) || isText(right))) return [];
  // `-a ** b` and `a ?? b || c` are no JavaScript without brackets.
  return (BINARY.get(operatorToken.kind) ?? []).map(
    (operator) => `(${left.getText()}) ${operator} (${right.getText()})`,
  );
}

function unaries({ operator, operand }: ts.PrefixUnaryExpression): string[] {
  const inner = operand.getText();
  if (operator === ts.SyntaxKind.PlusPlusToken) return [`--${inner}`];
  if (operator === ts.SyntaxKind.MinusMinusToken) return [`++${inner}`];
  return operator === ts.SyntaxKind.MinusToken || operator === ts.SyntaxKind.ExclamationToken ? [inner] : [];
}

function calls({ expression, arguments: args }: ts.CallExpression): string[] {
  if (!ts.isPropertyAccessExpression(expression)) return [];
  const [name, object] = [expression.name.text, expression.expression.getText()];
  const given = args.map((arg) => arg.getText());
  const alone = args.filter((arg) => !ts.isSpreadElement(arg)).map((arg) => arg.getText());
  const other = METHODS.get(name);
  const swapped = other === undefined ? [] : [`${object}.${other}(${given.join(", ")})`];
  if (object === "Math") return BARE.has(name) ? [...swapped, ...alone] : swapped;
  return LEFT_OUT.has(name) ? [...swapped, object] : swapped;
}

/** Names and signs are the format of files and addresses; sentences are for readers, and no test holds their words. */
function words(node: ts.StringLiteral | ts.NoSubstitutionTemplateLiteral): string[] {
  return node.text === "" || /\w \w/.test(node.text) ? [] : ['""'];
}

/** Without its anchors and flags, and with every bound moved by one. */
function expressions(text: string): string[] {
  const end = text.lastIndexOf("/");
  const [pattern, flags] = [text.slice(1, end), text.slice(end + 1)];
  const patterns = [
    pattern.replace(/^\^/, ""),
    pattern.replace(/\$$/, ""),
    ...[...pattern.matchAll(/\{(\d+)(?:,(\d+))?\}/g)].map(({ 0: all, 1: low, 2: high, index }) => {
      const more = high === undefined ? `{${Number(low) + 1}}` : `{${low},${Number(high) + 1}}`;
      return pattern.slice(0, index) + more + pattern.slice(index + all.length);
    }),
  ].filter((other) => other !== pattern);
  return [
    ...patterns.map((other) => `/${other}/${flags}`),
    ...(flags === "" ? [] : [`/${pattern}/${flags.slice(1)}`]),
  ];
}

function isText(node: ts.Node): boolean {
  return (
    ts.isStringLiteral(node) || ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)
  );
}
