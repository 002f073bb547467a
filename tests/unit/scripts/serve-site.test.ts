import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { writeTinyContent } from "../../helpers/tiny-content.ts";

const ROOT = join(import.meta.dirname, "../../..");

/** A project with one built atlas, a site of one page, and two claims: L0H0 spreads, and does so more than it can. */
let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "headland-"));
  await writeTinyContent(join(project, "content"), 2);
  await mkdir(join(project, "site"));
  await writeFile(join(project, "site/index.html"), "<!doctype html>");
  const shape = { model: "tiny", dataset: "lines", kind: "text", nLayers: 1, nHeads: 2 } as const;
  await writeSyntheticAtlas(join(project, "public/atlas"), { ...shape, nSequences: 2 });
  return () => rm(project, { recursive: true, force: true });
});

/** What `npm start` prints once the site is built, until the site is served and nothing more is said. */
async function served(claims: readonly string[]): Promise<{ out: string; error: string; code: number }> {
  await mkdir(join(project, "content/claims"), { recursive: true });
  await writeFile(
    join(project, "content/claims/own.yaml"),
    `model: tiny\nclaims:\n${claims.map((claim) => `  - ${claim}\n`).join("")}`,
  );
  const module = pathToFileURL(join(ROOT, "scripts/serve-site.ts")).href;
  const script = `import { serveSite } from ${JSON.stringify(module)};
    const { served, exitCode } = await serveSite("site", "/my/", 0);
    await served.close();
    process.exitCode = exitCode;`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], { cwd: project });
  let [out, error] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (error += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { out, error, code: code ?? -1 };
}

const claim = (id: string, least: number): string =>
  `{id: ${id}, says: L0H0 spreads, heads: L0H0, check: {measure: entropy, atLeast: ${least}}}`;

describe("a start", () => {
  it("says how the claims stand and where to read them, above the address", async () => {
    const { out, error, code } = await served([claim("one", 0), claim("two", 0)]);
    expect(error).toBe("");
    expect(out).toMatch(
      /^Claims: 2 hold\. Read them at (http:\/\/localhost:\d+\/my\/)claims\/\n\n {2}Headland is at \1\n {2}Stop it with Ctrl-C\.\n\n$/,
    );
    expect(code).toBe(0);
  });

  it("names every false one with head, measure, expected and received, and serves the site all the same", async () => {
    const { out, code } = await served([claim("one", 0), claim("two", 2)]);
    expect(out).toMatch(
      /✗ content\/claims\/own\.yaml, two: “L0H0 spreads” is false on tiny\/lines: expected L0H0: Spread at least 2, received Spread \d\.\d+ \(chance 1\.00\)\./,
    );
    expect(out).toContain("Claims: 1 holds, 1 is false. Read them at http://localhost:");
    expect(out).toContain("Headland is at");
    expect(code).toBe(0);
  });

  it("tells mistakes in the files of claims, and serves the site all the same", async () => {
    const { out, error, code } = await served([claim("one", 0).replace("entropy", "entropi")]);
    expect(error).toContain("content/claims/own.yaml, claims.0.check.measure");
    expect(out).toContain("Headland is at");
    expect(code).toBe(1);
  });
});
