import { describe, expect, it, onTestFinished, vi } from "vitest";
import { encodePoints } from "#atlas/files/points.ts";
import { encodeTokens } from "#atlas/tokens/tokens.ts";
import { AtlasData } from "#viewer/data/atlas-data.ts";
import { LoadError } from "#viewer/data/fetch-text.ts";
import { WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

const TOKENS = encodeTokens({
  tokens: ["a", "b"],
  starts: Uint32Array.of(0, 2),
  special: new Uint8Array(2),
  sequenceLabels: new Map(),
  tokenLabels: new Map(),
});
const POINTS = encodePoints({ norms: Float32Array.of(1, 2, 3, 4), distortion: new Map() });
const head = { layer: 0, head: 1 };

/** Answers with these files, by the ends of their addresses; what is asked for is noted. */
function serving(files: Readonly<Record<string, string>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("location", { protocol: "http:" });
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    const file = Object.keys(files).find((name) => address.endsWith(name));
    return Promise.resolve(new Response(files[file ?? ""] ?? "", { status: file === undefined ? 404 : 200 }));
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return asked;
}

describe("AtlasData", () => {
  it("fetches each file of an atlas once, below the site's base", async () => {
    const asked = serving({ "tokens.json": JSON.stringify(TOKENS), "points.json": JSON.stringify(POINTS) });
    const data = new AtlasData("/base", WHOLE_MANIFEST);
    const both = await Promise.all([data.points(head), data.points(head)]);
    expect(both[0]).toBe(both[1]);
    expect((await data.tokens()).vocab).toEqual(["a", "b"]);
    expect(asked).toEqual(["/base/atlas/x/x/tokens.json", "/base/atlas/x/x/heads/L0H1/points.json"]);
  });

  it("asks again for what could not be had", async () => {
    serving({ "tokens.json": JSON.stringify(TOKENS) });
    const data = new AtlasData("/", WHOLE_MANIFEST);
    await expect(data.points(head)).rejects.toThrow("heads/L0H1/points.json is missing on the server.");
    serving({ "points.json": JSON.stringify(POINTS) });
    expect((await data.points(head)).norms).toHaveLength(4);
  });

  it("says in words what is wrong with a file, and what to do", async () => {
    serving({ "tokens.json": JSON.stringify({ ...TOKENS, nTokens: 3 }) });
    const broken = new AtlasData("/", WHOLE_MANIFEST).tokens();
    await expect(broken).rejects.toThrow(LoadError);
    await expect(broken).rejects.toThrow(
      "tokens.json cannot be read: ids: expected 6 bytes, received 4. Build this atlas again.",
    );
    serving({ "tokens.json": '{"v": 1' });
    await expect(new AtlasData("/", WHOLE_MANIFEST).tokens()).rejects.toThrow(
      "tokens.json is damaged: it is not complete JSON. Build this atlas again.",
    );
  });

  it("forgets the oldest of many files", async () => {
    const maps = JSON.stringify(POINTS);
    const asked = serving({ "tokens.json": JSON.stringify(TOKENS), "points.json": maps });
    const data = new AtlasData("/", { ...WHOLE_MANIFEST, towers: [{ heads: [30] }] });
    for (let i = 0; i < 26; i++) await data.points({ layer: 0, head: i });
    asked.length = 0;
    await data.points({ layer: 0, head: 25 });
    await data.points({ layer: 0, head: 0 });
    expect(asked).toEqual(["/atlas/x/x/heads/L0H0/points.json"]);
  });
});
