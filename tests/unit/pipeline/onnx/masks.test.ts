import { describe, expect, it } from "vitest";
import { replayWarnings } from "#pipeline/onnx/run/replay-report.ts";
import {
  BATCH,
  D_HEAD,
  handModel,
  HEADS,
  LENGTH,
  merge,
  openBytes,
  projections,
  split,
  splitShape,
  WIDTH,
  xFeed,
} from "../../../helpers/hand-attention.ts";
import { floats, longs, node, tensor, TYPE } from "../../../helpers/onnx-writer.ts";

const SQUARE = LENGTH * LENGTH;
const causal = (fill: number): number[] =>
  Array.from({ length: SQUARE }, (_, at) => (at % LENGTH <= Math.floor(at / LENGTH) ? 0 : fill));
/** [B, 1, 1, S]: the last two of the second sequence are padding. */
const padding = (shown: number, fill: number): number[] =>
  Array.from({ length: BATCH * LENGTH }, (_, at) => (at < BATCH * LENGTH - 2 ? shown : fill));
const masks = [-10, -100, -1e4, -1e9, -Infinity].map((fill) =>
  floats(`causal${fill}`, [1, 1, LENGTH, LENGTH], causal(fill)),
);
const wave = (count: number): number[] => Array.from({ length: count }, (_, i) => Math.sin(i * 1.3));

const initializers = [
  ...masks,
  longs("split", splitShape),
  longs("joined", [0, 0, WIDTH]),
  longs("first", [0]),
  longs("apart", [BATCH * HEADS, LENGTH, LENGTH]),
  longs("together", [BATCH, HEADS, LENGTH, LENGTH]),
  floats("root", [], [Math.sqrt(D_HEAD)]),
  floats("ten", [], [10]),
  floats("minusTen", [], [-10]),
  floats("one", [], [1]),
  floats("cap", [], [0.5]),
  floats(
    "seen",
    [1, 1, LENGTH, LENGTH],
    causal(1).map((x) => 1 - x),
  ),
  floats("isToken", [BATCH, 1, 1, LENGTH], padding(1, 0)),
  floats("padding-10", [BATCH, 1, 1, LENGTH], padding(0, -10)),
  floats(
    "levels",
    [1, 1, LENGTH, LENGTH],
    causal(-10).map((level, at) => (at % LENGTH === LENGTH - 2 ? level - 20 : level)),
  ),
  floats("slopes", [1, HEADS, 1, 1], [1, 0]),
  floats(
    "distances",
    [1, 1, LENGTH, LENGTH],
    Array.from({ length: SQUARE }, (_, at) => -Math.abs((at % LENGTH) - Math.floor(at / LENGTH))),
  ),
  // By buckets of distance, as T5 has them: 0, 1, 2, and 3 or more.
  floats(
    "buckets",
    [1, HEADS, LENGTH, LENGTH],
    Array.from({ length: HEADS * SQUARE }, (_, at) => {
      const distance = Math.floor((at % SQUARE) / LENGTH) - (at % LENGTH);
      return wave(8 * HEADS)[
        8 * Math.floor(at / SQUARE) + Math.min(3, Math.abs(distance)) + (distance < 0 ? 4 : 0)
      ]!;
    }),
  ),
];
const begin = [
  ...projections,
  ...split,
  node("Transpose", ["k"], ["kt"], { perm: [0, 1, 3, 2] }),
  node("MatMul", ["q", "kt"], ["product"]),
  node("Div", ["product", "root"], ["scaled"]),
];
const end = [node("MatMul", ["weights", "v"], ["mixed"]), ...merge];
const softmax = node("Softmax", ["scores"], ["weights"], { axis: -1 });
const alibi = node("Mul", ["slopes", "distances"], ["bias"]);

/** Per head; the replay must agree, so that what is measured is what the model computes. */
async function explainedBy(
  nodes: readonly Buffer[],
): Promise<{ shares: readonly number[]; warnings: string[] }> {
  const model = await openBytes(handModel({ nodes, initializers }));
  try {
    const report = await model.replay({ x: xFeed() }, BATCH);
    expect(report).toMatchObject({ isWithin: true, isUnderstood: true });
    return { shares: report.explained[0] ?? [], warnings: replayWarnings(model.blocks, report) };
  } finally {
    await model.release();
  }
}

const steps = async (...terms: readonly Buffer[]): ReturnType<typeof explainedBy> =>
  explainedBy([...begin, ...terms, softmax, ...end]);

describe("a mask or a cap is no bias for position", () => {
  const SPELLINGS: Readonly<Record<string, readonly Buffer[]>> = {
    ...Object.fromEntries(
      [-10, -100, -1e4, -1e9, -Infinity].map((fill) => [
        `${fill} added where a key is hidden`,
        [node("Add", ["scaled", `causal${fill}`], ["scores"])],
      ]),
    ),
    "-10 in the place of the score": [
      node("Cast", ["seen"], ["isSeen"], { to: TYPE.bool }),
      node("Where", ["isSeen", "scaled", "minusTen"], ["scores"]),
    ],
    "-10 in its place, asked the other way round": [
      node("Cast", ["seen"], ["isSeen"], { to: TYPE.bool }),
      node("Not", ["isSeen"], ["isHidden"]),
      node("Where", ["isHidden", "minusTen", "scaled"], ["scores"]),
    ],
    "10 taken away": [
      node("Sub", ["one", "seen"], ["hides"]),
      node("Mul", ["hides", "ten"], ["off"]),
      node("Sub", ["scaled", "off"], ["scores"]),
    ],
    "a product with 0 and 1, then -10": [
      node("Mul", ["scaled", "seen"], ["kept"]),
      node("Sub", ["seen", "one"], ["off"]),
      node("Mul", ["off", "ten"], ["offTen"]),
      node("Add", ["kept", "offTen"], ["scores"]),
    ],
    "a mask of padding, then a causal one": [
      node("Add", ["scaled", "padding-10"], ["padded"]),
      node("Add", ["padded", "causal-10"], ["scores"]),
    ],
    "a mask of padding and a causal one, added up before": [
      node("Add", ["causal-100", "padding-10"], ["both"]),
      node("Expand", ["both", "together"], ["all"]),
      node("Add", ["scaled", "all"], ["scores"]),
    ],
    "a mask of padding by a product, and one that leaves nothing": [
      node("Sub", ["isToken", "one"], ["off"]),
      node("Mul", ["off", "ten"], ["offTen"]),
      node("Add", ["offTen", "causal-Infinity"], ["both"]),
      node("Add", ["both", "scaled"], ["scores"]),
    ],
    "a mask on scores that are laid out otherwise": [
      node("Reshape", ["scaled", "apart"], ["flat"]),
      node("Unsqueeze", ["flat", "first"], ["flat4"]),
      node("Add", ["flat4", "causal-10"], ["masked4"]),
      node("Squeeze", ["masked4", "first"], ["masked"]),
      node("Reshape", ["masked", "together"], ["scores"]),
    ],
    "a mask on scores that are turned": [
      node("Transpose", ["scaled"], ["turned0"], { perm: [1, 0, 2, 3] }),
      node("Add", ["turned0", "causal-10"], ["masked0"]),
      node("Transpose", ["masked0"], ["scores"], { perm: [1, 0, 2, 3] }),
    ],
    "levels of two masks in one weight": [node("Add", ["scaled", "levels"], ["scores"])],
    "a soft cap": [
      node("Div", ["scaled", "cap"], ["small"]),
      node("Tanh", ["small"], ["bent"]),
      node("Mul", ["bent", "cap"], ["scores"]),
    ],
    "a soft cap, then a mask": [
      node("Div", ["scaled", "cap"], ["small"]),
      node("Tanh", ["small"], ["bent"]),
      node("Mul", ["bent", "cap"], ["capped"]),
      node("Add", ["capped", "causal-10"], ["scores"]),
    ],
    "a mask, then a soft cap": [
      node("Add", ["scaled", "causal-100"], ["masked"]),
      node("Div", ["masked", "ten"], ["small"]),
      node("Tanh", ["small"], ["bent"]),
      node("Mul", ["bent", "ten"], ["scores"]),
    ],
  };

  it.each(Object.entries(SPELLINGS))("be it %s", async (_, terms) => {
    const { shares, warnings } = await steps(...terms);
    expect(shares).toHaveLength(HEADS);
    for (const share of shares) expect(share).toBeCloseTo(1, 6);
    expect(warnings).toEqual([]);
  });
});

describe("a bias for position stays one", () => {
  it.each([
    [
      "added before a mask of -10",
      [alibi, node("Add", ["scaled", "bias"], ["a"]), node("Add", ["a", "causal-10"], ["scores"])],
    ],
    [
      "added behind a mask of -10",
      [alibi, node("Add", ["scaled", "causal-10"], ["a"]), node("Add", ["a", "bias"], ["scores"])],
    ],
    [
      "added up with a mask of -10 before",
      [alibi, node("Add", ["bias", "causal-10"], ["a"]), node("Add", ["a", "scaled"], ["scores"])],
    ],
    [
      "added up with two masks, and expanded",
      [
        alibi,
        node("Add", ["bias", "causal-10"], ["a"]),
        node("Expand", ["a", "together"], ["b"]),
        node("Cast", ["b"], ["c"], { to: TYPE.float }),
        node("Add", ["scaled", "c"], ["scores"]),
      ],
    ],
    [
      "in a mask that is filled with -10",
      [
        alibi,
        node("Cast", ["seen"], ["isSeen"], { to: TYPE.bool }),
        node("Where", ["isSeen", "bias", "minusTen"], ["a"]),
        node("Add", ["scaled", "a"], ["scores"]),
      ],
    ],
    [
      "taken away, masked by -10",
      [
        alibi,
        node("Neg", ["bias"], ["minus"]),
        node("Sub", ["minus", "causal-10"], ["a"]),
        node("Sub", ["scaled", "a"], ["scores"]),
      ],
    ],
  ])("%s: as much of it as with keys that are hidden wholly", async (_, terms) => {
    const wholly = await steps(
      alibi,
      node("Add", ["scaled", "bias"], ["a"]),
      node("Add", ["a", "causal-Infinity"], ["scores"]),
    );
    const { shares } = await steps(...terms);
    const [sloped = 1, level = 0] = shares;
    expect(sloped).toBeLessThan(0.9);
    expect(level).toBeCloseTo(1, 6);
    expect(shares[0]).toBeCloseTo(wholly.shares[0] ?? 0, 6);
  });

  it("by buckets of distance, and says so", async () => {
    const { shares, warnings } = await steps(node("Add", ["scaled", "buckets"], ["scores"]));
    for (const share of shares) expect(share).toBeLessThan(0.9);
    expect(warnings[0]).toContain(
      "In 2 of 2 heads the scores hold more than q·k, such as a bias for position",
    );
  });

  it("as a factor that differs from key to key", async () => {
    const { shares } = await steps(node("Mul", ["scaled", "distances"], ["scores"]));
    for (const share of shares) expect(share).toBeLessThan(0.9);
  });
});

describe("attention inside of an operator", () => {
  const heads = { num_heads: HEADS };
  const packed = (column: number): number => wave(WIDTH * 3 * WIDTH)[column]!;
  const own = [
    floats(
      "wqkv",
      [WIDTH, 3 * WIDTH],
      Array.from({ length: 3 * WIDTH * WIDTH }, (_, i) => packed(i)),
    ),
    floats("bqkv", [3 * WIDTH], new Float32Array(3 * WIDTH)),
    tensor("tokens", [BATCH, LENGTH], TYPE.int32, new Uint8Array(Int32Array.from(padding(1, 0)).buffer)),
  ];
  const attention = async (
    inputs: readonly string[],
    nodes: readonly Buffer[] = [],
    attributes = {},
  ): Promise<readonly number[]> => {
    const made = node(
      "Attention",
      ["x", "wqkv", "bqkv", ...inputs],
      ["out"],
      { ...heads, ...attributes },
      "com.microsoft",
    );
    const model = await openBytes(
      handModel({ nodes: [...nodes, made], initializers: [...initializers, ...own] }),
    );
    try {
      const report = await model.replay({ x: xFeed() }, BATCH);
      expect(report.isWithin).toBe(true);
      return report.explained[0] ?? [];
    } finally {
      await model.release();
    }
  };

  it("takes no mask for a bias, whatever it is filled with", async () => {
    const filled = await attention(["tokens"], [], { mask_filter_value: { float: -10 } });
    const added = await attention(["", "", "mask"], [node("Expand", ["causal-10", "together"], ["mask"])]);
    for (const share of [...filled, ...added]) expect(share).toBeCloseTo(1, 6);
  });

  it("tells a bias from the mask it is added up with", async () => {
    const terms = [
      alibi,
      node("Add", ["bias", "causal-10"], ["both"]),
      node("Expand", ["both", "together"], ["sum"]),
    ];
    const [sloped = 1, level = 0] = await attention(["", "", "sum"], terms);
    expect(sloped).toBeLessThan(0.9);
    expect(level).toBeCloseTo(1, 6);
  });
});
