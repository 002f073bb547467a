import { load } from "js-yaml";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { STORE_LIMIT } from "#pipeline/cache/store-limit.ts";
import { outFolder } from "../../../scripts/out-folder.ts";
import { readAddress } from "../../../src/integration/site-address.ts";
import { PAGES_WORKFLOW, pagesWorkflow } from "../../../src/project/pages-workflow.ts";
import { readPreset } from "../../../src/project/presets.ts";
import { writeProject } from "../../../src/project/write-project.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly permissions: Readonly<Record<string, string>>;
        readonly needs?: string;
        readonly steps: readonly Step[];
      }
    >
  >;
}
const workflow = load(pagesWorkflow("npm")) as Workflow;
const { build, deploy } = workflow.jobs;
const step = (action: string): Step =>
  build!.steps.find(({ uses = "" }) => uses.startsWith(`${action}@`)) ?? {};

describe("the workflow for GitHub Pages", () => {
  it("gives each job the rights that it uses, and knows no secret", () => {
    expect(workflow.permissions).toEqual({});
    expect(build?.permissions).toEqual({ contents: "read", pages: "read" });
    expect(deploy?.permissions).toEqual({ pages: "write", "id-token": "write" });
    expect(deploy?.needs).toBe("build");
    expect(pagesWorkflow("npm")).not.toContain("secrets.");
    expect(step("actions/checkout").with?.["persist-credentials"]).toBe(false);
  });

  it("builds for the address that GitHub gives, of a project or of a user", () => {
    const { env = {}, run = "" } = build!.steps.find(({ env }) => env !== undefined) ?? {};
    expect(run).toBe("npx headland build");
    expect(env).toEqual({
      SITE: "${{ steps.pages.outputs.origin }}",
      BASE: "${{ steps.pages.outputs.base_path }}",
      [STORE_LIMIT]: "5GB",
    });
    expect(step("actions/configure-pages").id).toBe("pages");
    for (const BASE of ["/my-atlas", ""])
      expect(readAddress({ SITE: "https://me.github.io", BASE }).problems).toEqual([]);
    expect(step("actions/upload-pages-artifact").with?.["path"]).toBe(outFolder());
  });

  it("keeps what a build keeps, under a key of what it was made of; of a stopped run, too", async () => {
    const [restore, save] = [step("actions/cache/restore"), step("actions/cache/save")];
    expect(restore.with?.["path"]).toBe(save.with?.["path"]);
    const paths = String(restore.with?.["path"]).trim().split("\n");
    const ignored = (await readFile(join(ROOT, ".gitignore"), "utf8")).split("\n");
    expect(paths).toEqual([".headland", "public/atlas", "~/.cache/huggingface"]);
    expect(ignored).toEqual(expect.arrayContaining([".headland/", "public/atlas/"]));
    const key = String(restore.with?.["key"]);
    expect(key).toContain("hashFiles('content/**', '*lock*')");
    expect(
      String(restore.with?.["restore-keys"])
        .trim()
        .split("\n")
        .every((prefix) => key.startsWith(prefix)),
    ).toBe(true);
    expect(save.if).toContain("always()");
    expect(String(save.with?.["key"])).toContain("steps.kept.outputs.cache-primary-key");
    expect(restore.id).toBe("kept");
  });

  it("takes every action by a version, and calls only commands that there are", async () => {
    const steps = [...build!.steps, ...deploy!.steps];
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^actions\/[\w/-]+@v\d+$/);
    const bin = await readFile(join(ROOT, "bin/headland.js"), "utf8");
    for (const { run = "" } of steps) {
      const [, command] = /npx headland (\w+)/.exec(run) ?? [];
      if (command !== undefined) expect(bin).toMatch(new RegExp(`^ {2}${command}: `, "m"));
    }
  });

  it.each([
    ["npm", "npm ci"],
    ["pnpm", "pnpm install --frozen-lockfile"],
    ["yarn", "yarn install --immutable"],
    ["bun", "bun install --frozen-lockfile"],
  ] as const)("installs with %s as its lock file says", (manager, command) => {
    const { jobs } = load(pagesWorkflow(manager)) as Workflow;
    expect(jobs["build"]?.steps.map(({ run }) => run ?? "").join("\n")).toContain(command);
  });

  it("is written by init when asked for, and never over one that is there", async () => {
    const preset = await readPreset(ROOT, "tiny-gpt");
    const [asked, plain, own] = [await tempFolder(), await tempFolder(), await tempFolder()];
    const options = { packageRoot: ROOT, preset, manager: "npm" } as const;
    expect((await writeProject({ ...options, folder: asked, pages: true })).written).toContain(
      PAGES_WORKFLOW,
    );
    expect(await readFile(join(asked, PAGES_WORKFLOW), "utf8")).toBe(pagesWorkflow("npm"));
    expect((await writeProject({ ...options, folder: plain })).written).not.toContain(PAGES_WORKFLOW);
    // A project that exists gets the workflow alone.
    expect(await writeProject({ ...options, folder: plain, pages: true })).toEqual({
      written: [PAGES_WORKFLOW],
      kept: [],
    });
    await mkdir(join(own, ".github/workflows"), { recursive: true });
    await writeFile(join(own, PAGES_WORKFLOW), "mine");
    expect((await writeProject({ ...options, folder: own, pages: true })).kept).toEqual([PAGES_WORKFLOW]);
    expect(await readFile(join(own, PAGES_WORKFLOW), "utf8")).toBe("mine");
  });
});
