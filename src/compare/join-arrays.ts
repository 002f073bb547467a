type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

/** All numbers, one array after the other, in the type of the first. */
export function joinArrays<Kind extends Numbers>(first: Kind, ...others: readonly Kind[]): Kind {
  const length = others.reduce((sum, each) => sum + each.length, first.length);
  const joined = new (first.constructor as new (length: number) => Kind)(length);
  let at = 0;
  for (const each of [first, ...others]) {
    joined.set(each, at);
    at += each.length;
  }
  return joined;
}
