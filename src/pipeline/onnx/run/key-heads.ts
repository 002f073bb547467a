/** Finds query heads that share keys, by comparing numbers: exports repeat the keys of grouped heads in too many ways to recognize the nodes. */
import type { Tensor } from "./tensor.ts";

/**
 * Groups heads whose keys are the same numbers everywhere.
 *
 * @param k [B, H, S, d]
 * @returns Key head of each query head, counted from 0 in the order of their first appearance; all different unless
 *   every key head serves equally many query heads.
 */
export function keyHeadsOf(k: Tensor): number[] {
  const [batch = 0, nHeads = 0, length = 0, dHead = 0] = k.dims;
  const apart = Array.from({ length: nHeads }, (_, head) => head);
  const size = length * dHead;
  if (size === 0) return apart;
  const isSame = (a: number, b: number): boolean => {
    for (let i = 0; i < batch; i++) {
      const [atA, atB] = [(i * nHeads + a) * size, (i * nHeads + b) * size];
      for (let j = 0; j < size; j++) if (k.data[atA + j] !== k.data[atB + j]) return false;
    }
    return true;
  };
  const firsts: number[] = [];
  const groups = apart.map((head) => {
    const known = firsts.findIndex((first) => isSame(first, head));
    return known >= 0 ? known : firsts.push(head) - 1;
  });
  const share = nHeads / firsts.length;
  const isEven = firsts.every((_, group) => groups.filter((entry) => entry === group).length === share);
  return isEven ? groups : apart;
}
