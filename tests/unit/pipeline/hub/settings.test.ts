import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hubSettings } from "#pipeline/hub/settings.ts";

describe("hubSettings", () => {
  it("asks the public hub, without a token, and keeps files where huggingface_hub does", () => {
    expect(hubSettings({})).toMatchObject({
      endpoint: "https://huggingface.co",
      cacheFolder: join(homedir(), ".cache/huggingface/hub"),
      isOffline: false,
    });
    expect(hubSettings({})).not.toHaveProperty("token");
  });

  it("heeds the variables of huggingface_hub, the nearest first", () => {
    const xdg = { XDG_CACHE_HOME: "/x" };
    const home = { ...xdg, HF_HOME: "/h" };
    const cache = { ...home, HF_HUB_CACHE: "/c" };
    expect([xdg, home, cache].map((env) => hubSettings(env).cacheFolder)).toEqual([
      "/x/huggingface/hub",
      "/h/hub",
      "/c",
    ]);
    const other = hubSettings({ HF_ENDPOINT: "https://mirror/hf/", HF_TOKEN: " hf_x\n" });
    expect([other.endpoint, other.token]).toEqual(["https://mirror/hf", "hf_x"]);
  });

  it("is offline by variable or by flag", () => {
    for (const value of ["1", "true", "YES", "on"])
      expect(hubSettings({ HF_HUB_OFFLINE: value }).isOffline).toBe(true);
    for (const value of ["", "0", "false"])
      expect(hubSettings({ HF_HUB_OFFLINE: value }).isOffline).toBe(false);
    expect(hubSettings({}, true).isOffline).toBe(true);
  });

  it("takes an empty variable for none, and ~/ for the user's own folder", () => {
    const names = ["HF_HOME", "HF_HUB_CACHE", "HF_ENDPOINT", "HF_TOKEN", "XDG_CACHE_HOME"];
    for (const blank of ["", " "])
      expect(hubSettings(Object.fromEntries(names.map((name) => [name, blank])))).toEqual(hubSettings({}));
    expect(hubSettings({ HF_HOME: "~/hf" }).cacheFolder).toBe(join(homedir(), "hf/hub"));
    expect(hubSettings({ HF_HUB_CACHE: "~/c" }).cacheFolder).toBe(join(homedir(), "c"));
  });

  it("names what it cannot use, and does not print a token", () => {
    const messageOf = (env: Record<string, string>): string => {
      try {
        return hubSettings(env).endpoint;
      } catch (error) {
        return (error as Error).message;
      }
    };
    for (const HF_ENDPOINT of ["mirror.org", "ftp://mirror", "https://", "https://a b", "https://m?x"])
      expect(messageOf({ HF_ENDPOINT })).toBe(
        `environment variable HF_ENDPOINT: this cannot be used: expected an address such as https://my.mirror, received ${HF_ENDPOINT}.\n  Correct it, or remove it: unset HF_ENDPOINT`,
      );
    const both = messageOf({ HF_ENDPOINT: "x", HF_TOKEN: "hf_secret word" });
    expect(both).toContain("environment variable HF_TOKEN: this cannot be used");
    expect(both).not.toContain("secret");
  });
});
