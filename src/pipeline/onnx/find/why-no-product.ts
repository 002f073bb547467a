/** Explains why a softmax is not attention: what is between it and a product of queries and keys. */
import type { GraphIndex } from "../file/graph-index.ts";
import { SCORE_OPERATORS } from "./find-product.ts";
import { PRODUCTS } from "./read-product.ts";

/** Looks back through any operator, to name the one that is in the way. */
export function whyNoProduct(graph: GraphIndex, scores: string): string {
  const seen = new Set<string>();
  let open: { tensor: string; blocked: string | undefined }[] = [{ tensor: scores, blocked: undefined }];
  let reason = "its scores are no product of two data tensors";
  for (let depth = 0; depth < 12 && open.length > 0; depth++) {
    const next: typeof open = [];
    for (const { tensor, blocked } of open) {
      const node = graph.producer(tensor);
      if (node === undefined || seen.has(tensor)) continue;
      seen.add(tensor);
      const operands = PRODUCTS.get(node.opType);
      if (operands === undefined) {
        const stop = blocked ?? (!SCORE_OPERATORS.has(node.opType) ? node.opType : undefined);
        for (const input of node.inputs) next.push({ tensor: input, blocked: stop });
        continue;
      }
      const [a = 0n, b = 0n] = operands.map((place) => graph.dataOf(node.inputs[place] ?? ""));
      if (a !== 0n && b !== 0n) {
        return `between the product and the softmax stands ${blocked ?? "a step"}, which rearranges or mixes the scores: attention over blocks or bands, or talking heads`;
      }
      if (a === 0n && b !== 0n)
        reason = "its queries are learned constants: pooling, not attention of tokens";
      if (b === 0n && a !== 0n) {
        reason = "its scores are a product with constants";
        // Before it may be the scores of all heads, mixed by a learned matrix; before a second one is a layer.
        const inner = graph.producer(node.inputs[operands[0]] ?? "");
        const mayMix =
          node.opType === "Einsum" || inner?.opType === "Transpose" || inner?.opType === "Reshape";
        if (blocked === undefined && mayMix)
          next.push({ tensor: node.inputs[operands[0]] ?? "", blocked: `a ${node.opType} with constants` });
      }
    }
    open = next;
  }
  return reason;
}
