import { afterEach, describe, expect, it, vi } from "vitest";
import { filesOf } from "../../../src/widget/atlas-files.ts";

afterEach(() => vi.unstubAllGlobals());
const text = async (content: Promise<Uint8Array | string>): Promise<string> => {
  const got = await content;
  return typeof got === "string" ? got : new TextDecoder().decode(got);
};

describe("the files of a widget", () => {
  it("are what the notebook hands over, as text or as bytes in any of their forms", async () => {
    const bytes = new TextEncoder().encode("xx{}");
    const files = {
      text: "{}",
      view: new DataView(bytes.buffer, 2),
      array: bytes.subarray(2),
      buffer: bytes.slice(2).buffer,
    };
    const read = filesOf({ atlas: "", files });
    for (const name of Object.keys(files)) expect(await text(read(name))).toBe("{}");
    await expect(filesOf({ atlas: "", files: { a: 3 } })("a")).rejects.toThrow(
      "a cannot be read: files holds neither text nor bytes for it.",
    );
  });

  it("come from the atlas where the notebook has none", async () => {
    const asked = vi.fn((address: string) => Promise.resolve(new Response(address)));
    vi.stubGlobal("fetch", asked);
    const read = filesOf({ atlas: "https://example.org/a/b/", files: { own: "own" } });
    expect(await text(read("own"))).toBe("own");
    expect(await text(read("tokens.json"))).toBe("https://example.org/a/b/tokens.json");
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("are said to be missing in words that help", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    const read = filesOf({ atlas: "https://example.org/a", files: {} });
    await expect(read("manifest.json")).rejects.toThrow(/manifest\.json could not be loaded .* \(CORS\)/);
    await expect(filesOf({ atlas: "", files: {} })("manifest.json")).rejects.toThrow("no atlas is given");
    await expect(filesOf({ atlas: "", files: { a: "" } })("manifest.json")).rejects.toThrow(
      "the files given do not have manifest.json",
    );
  });
});
