import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { attentionPattern } from "#math/attention-pattern.ts";
import {
  captureHeads,
  ConfigError,
  formatHead,
  ModelError,
  openModel,
  openTokenizer,
  type AttentionModel,
  type CapturedHeads,
  type CaptureInput,
} from "../../../src/library/extract.ts";
import { expectClose } from "../../helpers/expect-close.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { writeTinyPair } from "../../helpers/tiny-pair.ts";

const GPT = "content/weights/tiny-gpt";
const head = { layer: 1, head: 2 };

async function opened(path: string): Promise<AttentionModel> {
  const model = await openModel(path);
  onTestFinished(() => model.release());
  return model;
}

async function captured(model: AttentionModel, sequences: CaptureInput): Promise<CapturedHeads> {
  const heads = await captureHeads(model, sequences);
  onTestFinished(() => heads.close());
  return heads;
}

const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith("headland-capture-"));

describe("captureHeads", () => {
  it("gives vectors whose products, through a softmax, are the weights", async () => {
    const heads = await captured(await opened(GPT), [
      [1, 5, 9, 20, 7],
      [1, 8, 8],
    ]);
    expect(heads.heads.map(formatHead)).toHaveLength(16);
    expect(heads.replay.isWithin).toBe(true);
    const { q, k, dHead, patterns } = await heads.read(head);
    expect([q.length, k.length]).toEqual([8 * dHead, 8 * dHead]);
    expect([...patterns.starts]).toEqual([0, 5, 8]);
    expect(patterns).toMatchObject({ isCausal: true });
    const ofSequence = (start: number, nTokens: number): Float32Array =>
      attentionPattern(
        q.subarray(start * dHead, (start + nTokens) * dHead),
        k.subarray(start * dHead, (start + nTokens) * dHead),
        { nTokens, dHead, isCausal: true },
      );
    const expected = Float32Array.of(...ofSequence(0, 5), ...ofSequence(5, 3));
    expectClose(patterns.weights, expected, { abs: 1e-5 });
  });

  it("gives a text the same vectors, whatever stands beside it in the batch", async () => {
    const model = await opened(GPT);
    const alone = await (await captured(model, [[1, 8, 8]])).read(head);
    const beside = await (await captured(model, [[1, 5, 9, 20, 7], { ids: [1, 8, 8] }])).read(head);
    const { dHead } = alone;
    expectClose(beside.q.subarray(5 * dHead), alone.q, { abs: 1e-5 });
    expectClose(beside.k.subarray(5 * dHead), alone.k, { abs: 1e-5 });
    expectClose(beside.patterns.weights.subarray(25), alone.patterns.weights, { abs: 1e-5 });
    expectClose(beside.valueNorms?.subarray(5) ?? [], alone.valueNorms ?? [1], { abs: 1e-5 });
  });

  it("finds out how many tokens a picture becomes", async () => {
    const model = await opened("content/weights/tiny-vit");
    const picture = (seed: number) => ({
      pixels: Float32Array.from({ length: 3 * 64 * 64 }, (_, i) => Math.sin(i * seed)),
      dims: [3, 64, 64],
    });
    const { q, dHead, patterns } = await (await captured(model, [picture(1), picture(2)])).read(head);
    // 8 × 8 patches and a token for the class.
    expect([...patterns.starts]).toEqual([0, 65, 130]);
    expect(q).toHaveLength(130 * dHead);
    expect(patterns.isCausal).toBe(false);
  });

  it("tells the decoder's queries from the encoder's keys", async () => {
    const folder = await tempFolder();
    await writeTinyPair(folder);
    const input = {
      encoder: [
        [3, 4, 5],
        [6, 7],
      ],
      decoder: [[1, 3], [1]],
    };
    const heads = await captured(await opened(folder), input);
    const cross = await heads.read({ tower: "cross", layer: 0, head: 1 });
    expect([cross.q.length, cross.k.length].map((n) => n / cross.dHead)).toEqual([3, 5]);
    expect([[...cross.patterns.starts], [...(cross.patterns.keyStarts ?? [])]]).toEqual([
      [0, 2, 3],
      [0, 3, 5],
    ]);
    const rows = [cross.patterns.weights.subarray(0, 3), cross.patterns.weights.subarray(6, 8)];
    for (const row of rows) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const encoder = await heads.read({ tower: "encoder", layer: 0, head: 0 });
    expect(encoder.patterns.keyStarts).toBeUndefined();
  });

  it("keeps nothing on the disk when it is closed, or when the model fails", async () => {
    const model = await opened(GPT);
    const before = folders();
    const heads = await captureHeads(model, [[1, 2, 3]]);
    expect(folders()).toHaveLength(before.length + 1);
    await heads.close();
    await expect(heads.read(head)).rejects.toThrow(RangeError);
    const tooLong = Array.from({ length: 5000 }, () => 1);
    await expect(captureHeads(model, [tooLong])).rejects.toThrow(ModelError);
    expect(folders()).toEqual(before);
  });

  it("says which heads there are", async () => {
    const heads = await captured(await opened(GPT), [[1, 2, 3]]);
    await expect(heads.read({ layer: 9, head: 0 })).rejects.toThrow(
      new RangeError("Expected one of the heads L0H0 to L3H3 (4 layers, 16 heads), received L9H0."),
    );
  });

  it("says all that is wrong with the sequences at once", async () => {
    const model = await opened(GPT);
    const bad = captureHeads(model, [[], [1, -1], [1.5], [1, 99_999], { ids: [1, 2], typeIds: [0] }]);
    await expect(bad).rejects.toThrow(ConfigError);
    const what = "this cannot be fed to a model: expected";
    await expect(bad).rejects.toThrow(
      [
        `sequences[0].ids: ${what} one token or more, received none.`,
        `sequences[1].ids[1]: ${what} a whole number from 0 to 1535, as the model knows them, received -1.`,
        `sequences[2].ids[0]: ${what} a whole number from 0 to 1535, as the model knows them, received 1.5.`,
        `sequences[3].ids[1]: ${what} a whole number from 0 to 1535, as the model knows them, received 99999.`,
        `sequences[4].typeIds: ${what} as many as tokens: 2, received 1.`,
      ].join("\n"),
    );
    const pixels = Float32Array.of(0, 1, NaN, 2);
    await expect(
      captureHeads(model, [
        { pixels, dims: [1, 2, 2] },
        { pixels, dims: [3, 2, 2] },
      ]),
    ).rejects.toThrow(
      [
        `sequences[0].pixels[2]: ${what} a finite number, received NaN.`,
        `sequences[1].pixels: ${what} as many numbers as [3, 2, 2] says, received 4.`,
      ].join("\n"),
    );
    await expect(captureHeads(model, [])).rejects.toThrow("sequences: this cannot be fed");
    await expect(captureHeads(model, { encoder: [[1]] })).rejects.toThrow(
      `sequences: ${what} a list, for this model has one tower, received lists for encoder.`,
    );
  });

  it("asks for what every tower reads, in pairs", async () => {
    const folder = await tempFolder();
    await writeTinyPair(folder);
    const model = await opened(folder);
    const input = { encoder: [[3], [4]], vision: [[1]] };
    const what = "this cannot be fed to a model: expected";
    await expect(captureHeads(model, input)).rejects.toThrow(
      [
        `sequences.vision: ${what} as many as of encoder: 2, received 1.`,
        `sequences.decoder: ${what} what this tower reads, received nothing.`,
        `sequences.vision: ${what} lists for encoder, decoder only, received another.`,
      ].join("\n"),
    );
  });
});

describe("openTokenizer", () => {
  it("gives the tokens of a text as the model reads them", async () => {
    const tokenizer = await openTokenizer(GPT);
    const { ids, tokens, typeIds, isSpecial } = tokenizer.encode("Emma gave the key to Noah.");
    expect(tokens.join("")).toContain("Emma gave the key to Noah.");
    expect([ids.length, typeIds.length, isSpecial.length]).toEqual(
      tokens.map(() => tokens.length).slice(0, 3),
    );
    expect(isSpecial.indexOf(true)).toBe(0);
    expect(tokenizer.maxLength).toBe(128);
    const ofFile = await openTokenizer(`${GPT}/tokenizer.json`);
    expect(ofFile.encode("the").ids).toEqual(tokenizer.encode("the").ids);
  });

  it("says that there is none", async () => {
    await expect(openTokenizer("content/weights/tiny-vit")).rejects.toThrow(ModelError);
    await expect(openTokenizer("no/such/folder")).rejects.toThrow("the tokenizer cannot be read");
  });
});
