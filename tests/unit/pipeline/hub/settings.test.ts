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
});
