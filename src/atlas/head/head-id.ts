/** Writes and reads the names of heads, such as `L3H5`. */

/** One attention head. Layers and heads count from 0. `tower` is set only in models with several towers. */
export interface HeadId {
  /** `encoder`, `decoder`, `cross`, `text`, `vision` …; absent in a model with a single tower. */
  readonly tower?: string;
  readonly layer: number;
  readonly head: number;
}

const HEAD_NAME = /^(?:([a-z][a-z0-9]*)-)?L(0|[1-9]\d{0,3})H(0|[1-9]\d{0,3})$/;

/** `{layer: 3, head: 5}` → `L3H5`; with a tower, `encoder-L3H5`. */
export function formatHead(id: HeadId): string {
  const name = `L${id.layer}H${id.head}`;
  return id.tower === undefined ? name : `${id.tower}-${name}`;
}

/** Reads a head's name; `undefined` for anything that `formatHead` would not write. */
export function parseHead(name: string): HeadId | undefined {
  const match = HEAD_NAME.exec(name);
  if (!match) return undefined;
  const [, tower, layer, head] = match;
  const place = { layer: Number(layer), head: Number(head) };
  return tower === undefined ? place : { tower, ...place };
}
