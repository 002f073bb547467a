import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findModel } from "#pipeline/config/find-model.ts";
import { loadContent, type Content, type Selection } from "#pipeline/config/load-content.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const DATASETS = { "datasets/lines.yaml": "name: Lines\nkind: text\nsource: ./lines.txt\n" };
const model = (more: string, source = "hub:org/pythia"): string =>
  `name: Pythia 70M\nsource: ${source}\ndatasets: [lines]\n${more}`;
const course = (...revisions: string[]): string =>
  model(`checkpoints: { revisions: [${revisions.join(", ")}] }\n`);

async function content(files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(await tempFolder(), "content");
  for (const folder of ["models", "datasets"]) await mkdir(join(root, folder), { recursive: true });
  for (const [file, text] of Object.entries({ ...DATASETS, ...files }))
    await writeFile(join(root, file), text);
  return root;
}

async function load(files: Readonly<Record<string, string>>, selection?: Selection): Promise<Content> {
  return loadContent(await content(files), selection);
}

const names = ({ atlases }: Content): string[] => atlases.map(({ id }) => id.model);

async function mistakes(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await content(files);
  const { errors } = await loadContent(root);
  return errors.flatMap(({ message }) => message.replaceAll(root, "content").split("\n"));
}

describe("a list of revisions", () => {
  it("makes a checkpoint of each, in its order, beside the model", async () => {
    const loaded = await load({ "models/pythia.yaml": course("step0", "step1000", "step143000") });
    expect(loaded.errors).toEqual([]);
    expect(
      loaded.atlases.map(({ id, model, source }) => [id.model, model.name, model.checkpoint, source]),
    ).toEqual([
      ["pythia", "Pythia 70M", undefined, { kind: "hub", repo: "org/pythia", revision: "main" }],
      ...[0, 1000, 143_000].map((step) => [
        `pythia-step${step}`,
        `Pythia 70M, step ${step}`,
        { of: "pythia", step, name: `step ${step}` },
        { kind: "hub", repo: "org/pythia", revision: `step${step}` },
      ]),
    ]);
    expect(loaded.atlases.every(({ model }) => model.checkpoints === undefined)).toBe(true);
    expect(loaded.atlases[1]?.model.source).toBe("hub:org/pythia@step0");
  });

  it("takes any branch, tag or commit, and counts places where these name no steps or other ones", async () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const revisions = ["refs/pr/1", "stage1-step1000-tokens5B", "v1.0+cu_x", commit];
    const { atlases, errors } = await load({ "models/olmo.yaml": course(...revisions) });
    expect(errors).toEqual([]);
    expect(
      atlases.slice(1).map(({ id, model }) => [id.model, model.checkpoint?.step, model.checkpoint?.name]),
    ).toEqual([
      ["olmo-refs-pr-1", 0, "refs/pr/1"],
      ["olmo-stage1-step1000-tokens5b", 1, "stage1-step1000-tokens5B"],
      ["olmo-v1.0-cu_x", 2, "v1.0+cu_x"],
      [`olmo-${commit}`, 3, "0123456789ab"],
    ]);
    const back = await load({ "models/back.yaml": course("step20", "step3") });
    expect(back.atlases.slice(1).map(({ model }) => model.checkpoint)).toEqual([
      { of: "back", step: 0, name: "step 20" },
      { of: "back", step: 1, name: "step 3" },
    ]);
  });

  it("goes with its model where that is named or switched off, and one by one", async () => {
    const files = {
      "models/pythia.yaml": `${course("step0", "step1")}enabled: false\n`,
      "models/pythia-big.yaml": model("enabled: false\n"),
      "models/other.yaml": model(""),
    };
    expect(names(await load(files))).toEqual(["other"]);
    expect([...(await load(files)).off].sort()).toEqual([
      "pythia",
      "pythia-big",
      "pythia-step0",
      "pythia-step1",
    ]);
    expect(names(await load(files, { models: ["pythia"] }))).toEqual([
      "pythia",
      "pythia-step0",
      "pythia-step1",
    ]);
    expect([...(await load(files, { models: ["pythia"] })).selected]).toHaveLength(3);
    expect(names(await load(files, { models: ["pythia-step1"] }))).toEqual(["pythia-step1"]);
    expect(names(await load(files, { models: ["*-step*", "oth*"] }))).toEqual([
      "other",
      "pythia-step0",
      "pythia-step1",
    ]);
    expect(names(await load(files, { models: ["pythia*"] }))).toHaveLength(4);
    await expect(load(files, { models: ["pythia-step2", "x*", "p.thia"] })).rejects.toThrow(
      /model "pythia-step2" is not there(?:.|\n)+model "x\*" is not there(?:.|\n)+model "p\.thia" is not there/,
    );
  });

  it("is inspected by the name of one checkpoint", async () => {
    const root = await content({
      "models/pythia.yaml": model("checkpoints: { revisions: [step0] }\n", "hub:o/p@x"),
    });
    await expect(findModel(root, "pythia-step7")).rejects.toThrow('model "pythia-step7" is not there');
    await expect(findModel(root, "pyth")).rejects.toThrow("there is no such model");
  });

  it("stays in the site while its file is broken", async () => {
    const { standing } = await load({ "models/pythia.yaml": "name: [" });
    expect(standing({ model: "pythia-step0", dataset: "lines" })).toBe("on");
    expect(standing({ model: "pythias", dataset: "lines" })).toBe("unnamed");
  });

  it("is refused with all its mistakes", async () => {
    expect(
      await mistakes({
        "models/a.yaml": model("checkpoints: { revisions: [s] }\ncheckpoint: { of: a, step: 1 }\n", "./x"),
      }),
    ).toEqual([
      "content/models/a.yaml, checkpoints: only a repository of the hub has revisions: expected source: hub:org/name, received ./x.",
      "  Give each checkpoint a file of its own, with the key checkpoint.",
      "content/models/a.yaml, checkpoints: a checkpoint has no checkpoints: expected either checkpoint or checkpoints, received both.",
    ]);
    expect(
      await mistakes({ "models/a.yaml": course("x/y", "X-y", `"+"`, "b"), "models/a-b.yaml": model("") }),
    ).toEqual([
      expect.stringMatching(
        /revisions\.2: this cannot become part of addresses: expected .+, received "a-"\.$/,
      ),
      "content/models/a.yaml, checkpoints.revisions.1: two checkpoints would have one address: expected another address than that of the revision x/y, received X-y, which becomes a-x-y.",
      "  Leave one of them out.",
      "content/models/a.yaml, checkpoints.revisions.3: two checkpoints would have one address: expected another address than that of the file a-b.yaml, received b, which becomes a-b.",
      "  Rename that file.",
    ]);
  });

  it.each(["-x", "a..b", "a b", "a:b", "a@b", "/a", "a/", "a//b", "a/.b", "a.lock", "a*", '"', "a~1", "[]"])(
    "is refused with %j, which no revision is called",
    async (revision) => {
      const file = model(`checkpoints: { revisions: [${JSON.stringify(revision)}] }\n`);
      expect((await mistakes({ "models/a.yaml": file })).join("\n")).toMatch(
        /checkpoints\.revisions\.0: wrong value: expected the name of a branch or tag, or a commit/,
      );
    },
  );

  it("is refused if it is empty or names one twice", async () => {
    expect((await mistakes({ "models/a.yaml": model("checkpoints: { revisions: [] }\n") })).join()).toMatch(
      />=1 items/,
    );
    expect((await mistakes({ "models/a.yaml": course("s", "s") })).join()).toMatch(
      /expected each revision once/,
    );
  });
});
