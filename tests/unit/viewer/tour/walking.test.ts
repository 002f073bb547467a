import { afterEach, expect, it, vi } from "vitest";
import type * as walking from "#viewer/tour/walking.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** As when a page is loaded anew. */
async function loaded(): Promise<typeof walking> {
  vi.resetModules();
  return import("#viewer/tour/walking.ts");
}

it("a step to which the reader walked is known once, on a page that was loaded anew, too", async () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  const page = await loaded();
  expect(page.hasWalked()).toBe(false);
  page.walk();
  expect(page.hasWalked()).toBe(true);
  expect(page.hasWalked()).toBe(false);
  page.walk();
  const next = await loaded();
  expect(next.hasWalked()).toBe(true);
  expect(next.hasWalked()).toBe(false);
});

it("a browser that keeps nothing knows it until the page is left", async () => {
  const refuse = (): never => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  const page = await loaded();
  page.walk();
  expect(page.hasWalked()).toBe(true);
  expect((await loaded()).hasWalked()).toBe(false);
});
