import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { readImages } from "#pipeline/inputs/image/read-images.ts";
import { readTexts } from "#pipeline/inputs/text/read-texts.ts";
import { repeatLines } from "../../../../src/training/datasets/repeats.ts";
import { sceneFiles } from "../../../../src/training/datasets/scenes.ts";
import { storyLines } from "../../../../src/training/datasets/stories.ts";
import { knowsAsOneToken } from "../../../../src/training/datasets/write-datasets.ts";
import { trainingRows } from "../../../../src/training/data/text/rows.ts";

const DATASETS = "content/datasets";

describe("the embedded dataset", () => {
  it("stories is what its command writes: at least 200 different lines and 5,000 words", async () => {
    const lines = storyLines();
    expect(await readFile(`${DATASETS}/stories.jsonl`, "utf8")).toBe(`${lines.join("\n")}\n`);
    const { items: texts } = await readTexts(`${DATASETS}/stories.jsonl`, "stories");
    expect(new Set(texts.map(({ text }) => text)).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(200);
    const nWords = texts.reduce((sum, { spans }) => sum + spans!.get("partOfSpeech")!.length, 0);
    expect(nWords).toBeGreaterThanOrEqual(5000);
  });

  it("stories was not trained on", async () => {
    const trained = new Set(trainingRows(1, 20_000));
    const { items: texts } = await readTexts(`${DATASETS}/stories.jsonl`, "stories");
    expect(texts.filter(({ text }) => trained.has(text))).toEqual([]);
  });

  it("stories says of names and pronouns whom they mean", async () => {
    const { items: texts } = await readTexts(`${DATASETS}/stories.jsonl`, "stories");
    for (const { text, labels, spans } of texts.filter((entry) => entry.labels.get("kind") === "story")) {
      const means = new Map(spans!.get("refersTo")!.map(({ start, value }) => [start, String(value)]));
      const names = new Map<string, string>();
      for (const { start, end, value } of spans!.get("partOfSpeech")!) {
        const word = text.slice(start, end);
        if (value !== "name" || !means.has(start)) continue;
        expect(names.get(word) ?? means.get(start), `${word} in ${text}`).toBe(means.get(start));
        names.set(word, means.get(start)!);
      }
      expect(labels.get("kind")).toBe("story");
      for (const { start, end } of spans!.get("partOfSpeech")!)
        if (/^(he|she)$/i.test(text.slice(start, end)))
          expect(means.get(start), text).toMatch(/^(hero|friend)$/);
    }
  });

  it("repeats has two equal halves of twenty words, whatever the words", () => {
    for (const line of repeatLines((word) => word.length < 6)) {
      const { text, spans } = JSON.parse(line) as {
        text: string;
        spans: { half: [number, number, string][] };
      };
      const [first, second] = spans.half.map(([start, end]) => text.slice(start, end));
      expect(first).toBe(second);
      expect(first!.trim().split(" ")).toHaveLength(20);
    }
  });

  it("repeats is what its command writes from words that both text models know as one token", async () => {
    const lines = repeatLines(await knowsAsOneToken("content"));
    expect(lines).toHaveLength(24);
    expect(await readFile(`${DATASETS}/repeats.jsonl`, "utf8")).toBe(`${lines.join("\n")}\n`);
  });

  it("scenes is what its command writes: 64 pictures of 256 pixels, labeled patch by patch", async () => {
    const files = await sceneFiles();
    const { items: images, warnings } = await readImages(`${DATASETS}/scenes`, "scenes");
    expect(warnings).toEqual([]);
    expect(images).toHaveLength(64);
    const labels = new TextDecoder().decode(files.at(-1).bytes);
    expect(await readFile(`${DATASETS}/scenes/labels.json`, "utf8")).toBe(labels);
    for (const { path, patchLabels } of images) {
      expect([...patchLabels.keys()].sort()).toEqual(["color", "object", "objectCover", "shape", "texture"]);
      for (const values of patchLabels.values()) expect(values).toHaveLength(64);
      const { width, height } = await sharp(path).metadata();
      expect([width, height]).toEqual([256, 256]);
    }
  });
});
