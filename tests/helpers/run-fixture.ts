/** Opens the model of a fixture by its weights, runs it on the fixture's inputs, and compares with what PyTorch computed. */
import { Tensor } from "onnxruntime-node";
import { ByteFile } from "#pipeline/onnx/file/byte-file.ts";
import { openModel, type AttentionModel, type BlockCapture, type Feeds } from "#pipeline/onnx/open-model.ts";
import { readSafetensors } from "#pipeline/weights/safetensors.ts";
import { expectedFile, inputNumbers, type Fixture } from "./architecture-fixtures.ts";
import { expectClose } from "./expect-close.ts";
import { writeFormulaModel } from "./formula-weights.ts";

type Expected = ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;

export async function openFixture(fixture: Fixture, folder: string): Promise<AttentionModel> {
  return openModel(writeFormulaModel(folder, fixture));
}

/** What the model asks for; a mask that the fixture leaves out hides nothing, and all tokens are of the first segment. */
export function feedsOf(model: AttentionModel, fixture: Fixture): Feeds {
  const { input_ids: ids } = fixture.inputs;
  const feeds: Record<string, Tensor> = {};
  for (const { name } of model.inputs) {
    const input = fixture.inputs[name];
    if (input) {
      const data = inputNumbers(input);
      feeds[name] =
        data instanceof Float32Array
          ? new Tensor("float32", data, input.shape)
          : new Tensor("int64", data, input.shape);
    } else {
      const like = name.startsWith("decoder_") ? fixture.inputs["decoder_input_ids"] : ids;
      if (like === undefined) throw new Error(`the fixture has no ${name}`);
      const n = like.shape.reduce((product, size) => product * size, 1);
      feeds[name] = new Tensor(
        "int64",
        new BigInt64Array(n).fill(name.endsWith("_mask") ? 1n : 0n),
        like.shape,
      );
    }
  }
  return feeds;
}

export function readExpected(name: string): Expected {
  const file = new ByteFile(expectedFile(name));
  try {
    const { tensors } = readSafetensors(file);
    return new Map(
      [...tensors].map(([key, { shape, offset, length }]) => {
        const bytes = Uint8Array.from(file.bytes(offset, length));
        return [key, { shape, data: new Float32Array(bytes.buffer) }];
      }),
    );
  } finally {
    file.close();
  }
}

/** One part of one attention: what PyTorch computed, and what was captured. */
interface Compared {
  /** `decoder.3.q` */
  readonly name: string;
  readonly expected: Float32Array;
  readonly received: Float32Array;
}

/** @throws {AssertionError} naming the attention that differs. */
export function expectFixture(name: string, fixture: Fixture, captured: readonly BlockCapture[]): void {
  for (const compared of compare(name, fixture, captured)) {
    const isPattern = compared.name.endsWith("weights");
    try {
      expectClose(compared.received, compared.expected, {
        abs: fixture.tolerance,
        rel: isPattern ? 0 : fixture.tolerance,
      });
    } catch (cause) {
      throw new Error(`${name}, ${compared.name}: ${(cause as Error).message}`, { cause });
    }
  }
}

/** The largest difference from what PyTorch computed, of all queries, keys and patterns. */
export function worstDifference(name: string, fixture: Fixture, captured: readonly BlockCapture[]): number {
  let worst = 0;
  for (const { expected, received } of compare(name, fixture, captured))
    for (const [i, number] of expected.entries())
      worst = Math.max(worst, Math.abs(number - (received[i] ?? Number.NaN)));
  return worst;
}

function* compare(
  name: string,
  fixture: Fixture,
  captured: readonly BlockCapture[],
): Generator<Compared, void> {
  const expected = readExpected(name);
  for (const { tower, layer, heads, tokens } of fixture.attention) {
    const place = placeOf(tower, layer);
    const block = captured.find((one) => placeOf(one.block.tower, one.block.layer) === place);
    if (block === undefined) throw new Error(`${name}: ${place} was not captured`);
    const masks = masksOf(fixture, tower);
    for (const part of ["q", "k", "weights"] as const) {
      const wanted = expected.get(`${place}.${part}`);
      if (wanted === undefined) throw new Error(`the fixture lacks ${place}.${part}`);
      const [batch = 0, , n = 0] = block[part].dims;
      const mask = chosen(part === "k" ? masks.keys : masks.queries, batch, n, tokens);
      const received = select(block[part], heads, tokens);
      if (received.dims.join() !== wanted.shape.join())
        throw new Error(`${place}.${part} is [${received.dims.join()}], not [${wanted.shape.join()}]`);
      yield {
        name: `${place}.${part}`,
        expected: seen({ dims: wanted.shape, data: wanted.data, mask }),
        received: seen({ ...received, mask }),
      };
    }
  }
}

function placeOf(tower: string | undefined, layer: number): string {
  return tower === undefined ? String(layer) : `${tower}.${layer}`;
}

/** The masks of queries and keys: padding is not compared. */
function masksOf(
  { inputs }: Fixture,
  tower: string | undefined,
): { queries: readonly number[] | undefined; keys: readonly number[] | undefined } {
  const read = (name: string): readonly number[] | undefined => {
    const input = inputs[name];
    return input?.type === "int64" ? input.data : undefined;
  };
  const [own, decoder] = [read("attention_mask"), read("decoder_attention_mask")];
  if (tower === "vision") return { queries: undefined, keys: undefined };
  if (tower === "decoder") return { queries: decoder, keys: decoder };
  return tower === "cross" ? { queries: decoder, keys: own } : { queries: own, keys: own };
}

interface Rows {
  readonly dims: readonly number[];
  readonly data: Float32Array;
  readonly mask: readonly number[] | undefined;
}

/** The mask of the chosen tokens, [batch, tokens]. */
function chosen(
  mask: readonly number[] | undefined,
  batch: number,
  n: number,
  tokens: readonly number[] | undefined,
): readonly number[] | undefined {
  if (mask === undefined || tokens === undefined) return mask;
  return Array.from({ length: batch }, (_, b) => tokens.map((token) => mask[b * n + token] ?? 0)).flat();
}

/** The chosen heads, and of those the rows of the chosen tokens; all if they are left out. */
function select(
  { dims, data: numbers }: BlockCapture["q"],
  heads: readonly number[] | undefined,
  tokens: readonly number[] | undefined,
): Omit<Rows, "mask"> {
  const data = Float32Array.from(numbers);
  const [batch = 0, nHeads = 0, n = 0, width = 0] = dims;
  const keptHeads = heads ?? Array.from({ length: nHeads }, (_, head) => head);
  const keptTokens = tokens ?? Array.from({ length: n }, (_, token) => token);
  const kept = new Float32Array(batch * keptHeads.length * keptTokens.length * width);
  let at = 0;
  for (let b = 0; b < batch; b++)
    for (const head of keptHeads)
      for (const token of keptTokens) {
        const start = ((b * nHeads + head) * n + token) * width;
        kept.set(data.subarray(start, start + width), at);
        at += width;
      }
  return { dims: [batch, keptHeads.length, keptTokens.length, width], data: kept };
}

/** The rows of tokens that are no padding. */
function seen({ dims, data, mask }: Rows): Float32Array {
  if (mask === undefined) return data;
  const [, nHeads = 0, n = 0, width = 0] = dims;
  const rows: number[] = [];
  for (let row = 0; row < data.length / width; row++) {
    const [b, i] = [Math.floor(row / (nHeads * n)), row % n];
    if (mask[b * n + i] === 1) rows.push(...data.subarray(row * width, (row + 1) * width));
  }
  return Float32Array.from(rows);
}
