import { spawn } from "node:child_process";
import { once } from "node:events";
import { hostname } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { isDeadOwner, isLeftover, nameInTheMaking, ownName } from "#pipeline/cache/owner.ts";

const HOST = hostname().replaceAll(/[^\w-]/g, "_");
const UUID = "6a0c1c9a-5d0e-4b57-9d11-0c5bb2a7c001";

describe("isDeadOwner", () => {
  it("knows of this machine's processes, and of no others", async () => {
    expect(await isDeadOwner(await ownName())).toBe(false);
    expect(await isDeadOwner(`99999999@${HOST}`)).toBe(true);
    expect(await isDeadOwner("99999999@elsewhere")).toBe(false);
    expect(await isDeadOwner("nobody")).toBe(false);
  });

  it.runIf(process.platform === "linux")(
    "counts a killed process whose parent never asks for its end",
    async () => {
      const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 60"], {
        stdio: ["ignore", "pipe", "ignore"],
      });
      onTestFinished(() => void parent.kill("SIGKILL"));
      const [pid] = (await once(parent.stdout, "data")) as [Buffer];
      await expect.poll(() => isDeadOwner(`${Number(pid)}@${HOST}`)).toBe(true);
      // It still has its number.
      expect(process.kill(Number(pid), 0)).toBe(true);
    },
  );
});

describe("isLeftover", () => {
  it("tells what dead processes had in the making from everything else", async () => {
    const dead = `99999999+5@${HOST}`;
    for (const name of [
      `a.new.${dead}`,
      `a.new.${dead}-old`,
      `a.json.${UUID}.new.${dead}`,
      `${dead}-${UUID}`,
    ])
      expect([name, await isLeftover(name)]).toEqual([name, true]);
    const others = ["a", "a.new", UUID, `a-${UUID}`, `a.new.1@elsewhere`, `1@elsewhere-${UUID}`, "a.new.b"];
    for (const name of [...others, `${await ownName()}-${UUID}`])
      expect([name, await isLeftover(name)]).toEqual([name, false]);
  });

  it("spares what this process has in the making, of which no two have one name", async () => {
    const names = [await nameInTheMaking("a"), await nameInTheMaking("a")];
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(await isLeftover(name)).toBe(false);
  });
});
