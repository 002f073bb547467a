import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { writeTinyContent } from "../../helpers/tiny-content.ts";

const ROOT = join(import.meta.dirname, "../../..");

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** A project with one built atlas. */
let project: string;
beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), "headland-"));
  await writeTinyContent(join(project, "content"), 2);
  await mkdir(join(project, "content/claims"), { recursive: true });
  await writeSyntheticAtlas(join(project, "public/atlas"), {
    model: "tiny",
    dataset: "lines",
    kind: "text",
    nLayers: 1,
    nHeads: 2,
    nSequences: 2,
  });
  return () => rm(project, { recursive: true, force: true });
});

async function claims(check: string, ...flags: string[]): Promise<Ran> {
  const claim = `{id: one, says: L0H0 spreads, heads: L0H0, check: ${check}}`;
  const file = join(project, "content/claims/own.yaml");
  await writeFile(file, `model: tiny\nclaims:\n  - ${claim}\n`);
  onTestFinished(() => rm(file, { force: true }));
  return new Promise((resolve) => {
    const script = [join(ROOT, "scripts/check-node.js"), join(ROOT, "scripts/claims.ts"), ...flags];
    execFile(process.execPath, script, { cwd: project }, (failed, out, error) => {
      resolve({ code: failed ? Number(failed.code) : 0, out, error });
    });
  });
}
const TRUE = "{measure: entropy, atLeast: 0}";
const FALSE = "{measure: entropy, atLeast: 2}";

describe("the command that checks claims", () => {
  it("says what was found, and ends well if all is true, even if it is strict", async () => {
    const { code, out } = await claims(TRUE, "--strict");
    expect(out).toMatch(/✓ L0H0 spreads \(tiny\/lines\): Spread \d\.\d+/);
    expect(out).toContain("Claims: 1 holds.");
    expect(code).toBe(0);
  });

  it("tells a false claim, and fails only if it is strict", async () => {
    const told =
      /✗ content\/claims\/own\.yaml, one: “L0H0 spreads” is false on tiny\/lines: expected L0H0: Spread at least 2, received Spread \d\.\d+ \(chance 1\.00\)\./;
    const [mild, strict] = [await claims(FALSE), await claims(FALSE, "--brief", "--strict")];
    expect(mild.out).toMatch(told);
    expect([mild.code, mild.error]).toEqual([0, ""]);
    expect(strict.out).toMatch(told);
    expect([strict.code, strict.error]).toEqual([
      1,
      "A claim is false, and --strict is set: change the claim, or what it is about.\n",
    ]);
  });

  it("writes JSON for programs", async () => {
    const { out } = await claims(FALSE, "--json");
    expect(JSON.parse(out)).toMatchObject({
      counts: { holds: 0, false: 1, unknown: 0 },
      claims: [{ id: "own/one", atlas: "tiny/lines", state: "false", heads: [{ head: "L0H0" }] }],
    });
  });

  it("ends with the mistakes of a file, whatever the flags", async () => {
    const unknown = await claims("{measure: entropi, atLeast: 0}");
    expect(unknown.error).toContain("content/claims/own.yaml, claims.0.check.measure");
    expect(unknown.error).toContain("such as entropy");
    expect(unknown.code).toBe(1);
    const odd = await claims("{composition: K, from: L9H9, rank: 1}");
    expect(odd.error).toContain("no head of tiny/lines is L9H9");
    expect(odd.code).toBe(1);
  });
});
