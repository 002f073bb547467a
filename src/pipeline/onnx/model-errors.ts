/** Says why no attention was found: what is there instead, and what to try. */
import { counted } from "#atlas/counted.ts";
import { ModelError } from "../errors.ts";
import { isInside } from "./file/inline-branch.ts";
import type { OnnxModel } from "./file/onnx-graph.ts";
import type { Finding } from "./find/attention-block.ts";
import { mayBeAttention } from "./find/find-attention.ts";

const UNOPTIMIZED = "Use the unoptimized export (onnx/model.onnx, not *_optimized or *_O3).";

/** @param model The flat graph that was searched. */
export function noAttention(model: OnnxModel, finding: Finding): ModelError {
  const { received, cure } = whatIsThere(model, finding);
  const problem = {
    what: "no attention was found",
    where: model.file.path,
    expected: "a softmax between a product of queries and keys and a product with values",
    received,
  };
  return new ModelError(cure === undefined ? problem : { ...problem, cure });
}

function whatIsThere(
  model: OnnxModel,
  finding: Finding,
): { readonly received: string; readonly cure?: string } {
  const holders = model.nodes.filter((node) => isInside(node, mayBeAttention));
  if (holders.length > 0) {
    const kinds = [...new Set(holders.map((node) => node.opType))].join(", ");
    const cure = "Use an export that is not a loop (a decoder of one step, not a whole generation).";
    return { received: `attention inside of ${counted(holders.length, `${kinds} node`)}`, cure };
  }
  if (finding.rejections.length > 0) {
    const list = finding.rejections.slice(0, 4).map(({ node, why }) => `${node}: ${why}`);
    const isFused = finding.rejections.some(({ why }) => why.includes("."));
    const received = `${finding.rejections.length} ${isFused ? "candidates" : "softmaxes"}, none of them attention (${list.join("; ")})`;
    return isFused ? { received, cure: UNOPTIMIZED } : { received };
  }
  const called = new Set(model.nodes.map((node) => `${node.domain}:${node.opType}`));
  const functions = [...model.functions].filter((name) => called.has(name));
  if (functions.length > 0) {
    const cure = "Inline the functions first (onnx.inliner.inline_local_functions in Python).";
    return {
      received: `calls of ${counted(functions.length, "function")} of its own (${functions.slice(0, 3).join(", ")})`,
      cure,
    };
  }
  const unknown = model.nodes.filter((node) => node.opType.includes("Attention"));
  if (unknown.length > 0) {
    const kinds = [...new Set(unknown.map((node) => `${node.domain || "ai.onnx"}.${node.opType}`))].join(
      ", ",
    );
    return {
      received: `${counted(unknown.length, "operator")} that ${unknown.length === 1 ? "is" : "are"} not known (${kinds})`,
      cure: UNOPTIMIZED,
    };
  }
  return { received: `${counted(model.nodes.length, "node")} and no softmax` };
}

/** The towers asked for are none of the model's. */
export function noSuchTower(path: string, towers: readonly string[]): ModelError {
  return new ModelError({
    what: "the model has no such tower",
    where: path,
    expected: `attention of ${towers.join(", ")}`,
    received: "only attention of other towers",
  });
}
