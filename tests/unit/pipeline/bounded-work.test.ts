import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  costlySvg,
  endlessLoop,
  endlessPattern,
  hugeConstant,
  hugeExpand,
  largePng,
  longGif,
} from "../../helpers/hostile-inputs.ts";
import { convStem, pictureOnnx } from "../../helpers/picture-model.ts";
import { contentRoot, runBuild, type BuildResult } from "../../helpers/run-build.ts";
import { writeTinyContent } from "../../helpers/tiny-content.ts";
import { wordTokenizer } from "../../helpers/word-tokenizer.ts";

const SCRIPTS = join(import.meta.dirname, "../../../scripts");
const NOTE_STEPS = new URL("../../helpers/note-steps.ts", import.meta.url).href;
const WORDS = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "dog", "sees", "a", "bird", "and", "sleeps", "."];
const LINES = "the cat sees a bird\na dog sleeps and the bird sees\nthe dog and the cat\n";
/** A busy machine is slow at what is right, too. */
const LIMITS = { memoryBytes: 8e8, stepMs: 60_000 };
const SHORT_STEPS = { ...LIMITS, stepMs: 10_000 };
const GIGABYTE = 2.5e8;

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A model of text beside the one that every build can make. */
async function textRoot(files: Files): Promise<string> {
  const root = await contentRoot({
    "models/hostile.yaml": "name: Hostile\nsource: ./weights/hostile\ndatasets: [words]\n",
    "datasets/words.yaml": "name: Words\nkind: text\nsource: ./words.txt\nprojection: { methods: [pca] }\n",
    "datasets/words.txt": LINES,
    "weights/hostile/onnx/model.onnx": hugeConstant(1),
    "weights/hostile/tokenizer.json": JSON.stringify(wordTokenizer(WORDS)),
    ...files,
  });
  await writeTinyContent(join(root, "content"));
  return root;
}

async function pictureRoot(files: Files): Promise<string> {
  const onnx = pictureOnnx({ ...convStem([4, 4], { strides: [4, 4] }), before: 1 });
  const root = await contentRoot({
    "models/hostile.yaml":
      "name: Hostile\nsource: ./weights/m.onnx\ndatasets: [pictures]\ninputs: { image: { size: [8, 20], mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } }\n",
    "datasets/pictures.yaml":
      "name: Pictures\nkind: images\nsource: ./pictures\nprojection: { methods: [pca] }\n",
    "weights/m.onnx": onnx,
    ...files,
  });
  await writeTinyContent(join(root, "content"));
  return root;
}

function built(root: string, { limits = LIMITS, models = ["hostile"] } = {}): Promise<BuildResult> {
  return runBuild(root, { methods: ["pca"], limits, selection: { models } });
}

describe("a build under limits", () => {
  it("ends a tokenizer's endless pattern, names the text, and makes the other atlases", async () => {
    const root = await textRoot({
      "datasets/words.txt": `${LINES}${"a".repeat(60)}b\n`,
      "weights/hostile/tokenizer.json": endlessPattern(wordTokenizer(WORDS)),
    });
    const { outcomes, errors } = await built(root, { limits: SHORT_STEPS, models: [] });
    expect(errors).toEqual([
      expect.stringMatching(
        /hostile\/tokenizer\.json: this takes too long: expected every step to take at most 10s, received no end while splitting text 4 of 4 into tokens: "a{40}"…\.\n.*HEADLAND_TIME_LIMIT=40s/,
      ),
    ]);
    expect(outcomes["tiny/lines"]?.state).toBe("built");
  });

  it("ends an endless loop in a graph", async () => {
    const root = await textRoot({ "weights/hostile/onnx/model.onnx": endlessLoop() });
    const { errors } = await built(root, { limits: SHORT_STEPS });
    expect(errors).toEqual([
      expect.stringMatching(/model\.onnx: this takes too long: .* while running the model and recomputing/),
    ]);
  });

  it.each([
    ["when it is opened", hugeConstant(2 * GIGABYTE)],
    ["when it runs", hugeExpand(2 * GIGABYTE)],
  ])("ends a graph that takes two gigabytes %s", async (_, onnx) => {
    const { errors } = await built(await textRoot({ "weights/hostile/onnx/model.onnx": onnx }));
    expect(errors).toEqual([
      expect.stringMatching(
        /model\.onnx: this takes too much memory: expected at most 800MB, received more than that while running the model/,
      ),
    ]);
  });

  it("ends a drawing whose filter fills the memory", async () => {
    const { errors } = await built(await pictureRoot({ "datasets/pictures/a.svg": costlySvg(9000, 8) }));
    expect(errors).toEqual([
      expect.stringMatching(/a\.svg: this takes too much memory: .* while decoding the picture/),
    ]);
  });

  it("refuses a picture of 256 million pixels by its header, and reads the first of 10,000", async () => {
    const root = await pictureRoot({
      "datasets/pictures/a.png": largePng(16_000),
      "datasets/pictures/b.gif": longGif(10_000),
    });
    expect((await built(root)).errors).toEqual([
      expect.stringMatching(/a\.png: .*received a picture of more than 160 million pixels/),
    ]);
    await rm(join(root, "content/datasets/pictures/a.png"));
    const { outcomes, errors } = await built(root);
    expect([errors, outcomes["hostile/pictures"]?.state]).toEqual([[], "built"]);
  });
});

describe("JSON that is nested a million times", () => {
  const deep = "[".repeat(1e6) + "]".repeat(1e6);

  it("is told by the name of the file where it matters", async () => {
    const { errors } = await built(await textRoot({ "weights/hostile/tokenizer.json": `{"model":${deep}}` }));
    expect(errors).toEqual([expect.stringMatching(/tokenizer\.json: /)]);
  });

  it.each([
    ["a configuration", { "weights/hostile/config.json": `{"a":${deep}}` }],
    [
      "a label",
      {
        "datasets/words.yaml": "name: Words\nkind: text\nsource: ./words.jsonl\n",
        "datasets/words.jsonl": LINES.replace(/(.+)\n/g, `{"text":"$1","x":${deep}}\n`),
      },
    ],
  ] as const)("costs nothing where it does not: %s", async (_, files) => {
    const { outcomes, errors } = await built(await textRoot(files));
    expect([errors, outcomes["hostile/words"]?.state]).toEqual([[], "built"]);
  });
});

describe("npm run inspect under limits", () => {
  const inspected = (path: string, env: Readonly<Record<string, string>>): Promise<string> =>
    new Promise((resolve) => {
      const options = { env: { ...process.env, ...env } };
      execFile(process.execPath, [join(SCRIPTS, "inspect.ts"), path], options, (error, stdout, stderr) =>
        resolve(`${String(error?.code)} ${stdout}${stderr}`),
      );
    });

  it.each([
    ["loop", endlessLoop(), { HEADLAND_TIME_LIMIT: "2s" }, "1 ./m.onnx: this takes too long"],
    [
      "huge",
      hugeExpand(2 * GIGABYTE),
      { HEADLAND_MEMORY_LIMIT: "500MB" },
      "1 ./m.onnx: this takes too much memory",
    ],
  ])("ends with a named error: %s", async (_, onnx, env, told) => {
    const root = await contentRoot({ "m.onnx": onnx });
    const said = await inspected(join(root, "content/m.onnx"), env);
    expect(said.replace(join(root, "content"), ".")).toContain(told);
  });
});

describe("Ctrl-C while files are read", () => {
  it.each([
    [
      "in a pattern",
      "splitting text 4 of 4",
      () =>
        textRoot({
          "datasets/words.txt": `${LINES}${"a".repeat(60)}b\n`,
          "weights/hostile/tokenizer.json": endlessPattern(wordTokenizer(WORDS)),
        }),
    ],
    [
      "in a loop of a graph",
      "running the model",
      () => textRoot({ "weights/hostile/onnx/model.onnx": endlessLoop() }),
    ],
    [
      "in a drawing",
      "decoding the picture",
      () => pictureRoot({ "datasets/pictures/a.svg": costlySvg(6000, 30) }),
    ],
    [
      "in a large picture",
      "decoding the picture",
      () => pictureRoot({ "datasets/pictures/a.png": largePng(12_000) }),
    ],
  ])("ends the command and all its processes within two seconds: %s", async (_, step, makeRoot) => {
    const root = await makeRoot();
    const begun = join(root, "begun.txt");
    const command = spawn(process.execPath, [join(SCRIPTS, "atlas.ts"), "hostile"], {
      cwd: root,
      stdio: "ignore",
      detached: true,
      env: { ...process.env, NODE_OPTIONS: `--import=${NOTE_STEPS}`, NOTE_STEP: step, NOTE_STEP_IN: begun },
    });
    const group = -(command.pid ?? 0);
    onTestFinished(() => {
      if (isThere(group)) process.kill(group, "SIGKILL");
    });
    await expect.poll(() => existsSync(begun), { timeout: 60_000 }).toBe(true);
    expect(command.exitCode).toBeNull();
    const begunMs = performance.now();
    // As a terminal does: all processes get it.
    process.kill(group, "SIGINT");
    expect(await once(command, "exit")).toEqual([130, null]);
    expect(performance.now() - begunMs).toBeLessThan(2000);
    await expect.poll(() => isThere(group)).toBe(false);
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
