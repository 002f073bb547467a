import { afterEach, describe, expect, it, vi } from "vitest";
import type * as remember from "#viewer/state/remember.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** As when a page is opened: what was chosen before is known by the browser alone. */
async function opened(): Promise<Pick<typeof remember, "remember" | "remembered">> {
  vi.resetModules();
  return import("#viewer/state/remember.ts");
}

function refuse(): never {
  throw new DOMException("The operation is insecure.", "SecurityError");
}

describe("what a reader chose", () => {
  it("is known on the next page", async () => {
    const kept = new Map<string, string>();
    vi.stubGlobal("localStorage", {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
    });
    (await opened()).remember("theme", "dark");
    expect((await opened()).remembered("theme")).toBe("dark");
    expect((await opened()).remembered("palette")).toBeNull();
  });

  it("is known until the page is left, where the browser keeps nothing", async () => {
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse });
    const page = await opened();
    expect(page.remembered("theme")).toBeNull();
    page.remember("theme", "dark");
    expect(page.remembered("theme")).toBe("dark");
    expect((await opened()).remembered("theme")).toBeNull();
  });

  it("is the last choice, where the browser still has an older one and no room for another", async () => {
    vi.stubGlobal("localStorage", { getItem: () => "light", setItem: refuse });
    const page = await opened();
    expect(page.remembered("theme")).toBe("light");
    page.remember("theme", "dark");
    expect(page.remembered("theme")).toBe("dark");
  });

  it("is known where a browser has no storage to ask for", async () => {
    vi.stubGlobal("localStorage", undefined);
    const page = await opened();
    page.remember("theme", "dark");
    expect(page.remembered("theme")).toBe("dark");
  });
});
