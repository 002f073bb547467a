/** Joins heads that a graph computes one by one into one layer. */
import type { AttentionBlock } from "../find/attention-block.ts";
import type { BlockCapture } from "./block-capture.ts";
import { keyHeadsOf } from "./key-heads.ts";
import type { Tensor } from "./tensor.ts";

/** @throws {RangeError} if the heads have different widths or lengths. */
export function joinCaptures(block: AttentionBlock, parts: readonly BlockCapture[]): BlockCapture {
  const [first] = parts;
  if (first === undefined) throw new RangeError("no heads");
  const k = joinAlongHeads(parts.map((part) => part.k));
  const keyHeads = keyHeadsOf(k);
  const valueNorms = parts.flatMap((part) => part.valueNorms ?? []);
  return {
    block,
    nHeads: k.dims[1] ?? 0,
    nKvHeads: Math.max(...keyHeads) + 1,
    keyHeads,
    dHead: first.dHead,
    q: joinAlongHeads(parts.map((part) => part.q)),
    k,
    weights: joinAlongHeads(parts.map((part) => part.weights)),
    ...(valueNorms.length === parts.length ? { valueNorms: joinAlongHeads(valueNorms) } : {}),
  };
}

/** [B, H₁, …], [B, H₂, …] … → [B, H₁ + H₂ + …, …] */
function joinAlongHeads(tensors: readonly Tensor[]): Tensor {
  const [batch = 0, , rows = 0, columns = 0] = tensors[0]?.dims ?? [];
  const isAlike = tensors.every(({ dims }) => dims[0] === batch && dims[2] === rows && dims[3] === columns);
  if (!isAlike) throw new RangeError("heads of one layer that are not alike");
  const counts = tensors.map(({ dims }) => dims[1] ?? 0);
  const nHeads = counts.reduce((a, b) => a + b, 0);
  const size = rows * columns;
  const data = new Float32Array(batch * nHeads * size);
  let before = 0;
  tensors.forEach((tensor, t) => {
    const count = counts[t] ?? 0;
    for (let b = 0; b < batch; b++) {
      const [from, to] = [b * count * size, (b * nHeads + before) * size];
      for (let i = 0; i < count * size; i++) data[to + i] = tensor.data[from + i]!;
    }
    before += count;
  });
  return { dims: [batch, nHeads, rows, columns], data };
}
