import { copyFile, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openPicture, whyNoPicture } from "#pipeline/inputs/image/open-picture.ts";
import { readPicture } from "#pipeline/inputs/image/pictures/read-picture.ts";
import { tempFolder } from "../../../../helpers/temp-folder.ts";

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8" height="8">${inside}</svg>`;

async function red(path: string): Promise<void> {
  await sharp({ create: { width: 8, height: 8, channels: 3, background: "#f00" } })
    .png()
    .toFile(path);
}

describe("openPicture", () => {
  it("draws nothing that lies in another file: a picture is what its own bytes say", async () => {
    const folder = await tempFolder();
    await red(join(folder, "red.png"));
    await writeFile(join(folder, "a.svg"), svg('<image href="red.png" width="8" height="8"/>'));
    const { channels } = await (await openPicture(join(folder, "a.svg"))).stats();
    expect(channels.map(({ max }) => max)).toEqual([0, 0, 0, 0]);
    // The decoder itself would look beside it.
    const { channels: beside } = await sharp(join(folder, "a.svg")).stats();
    expect(beside[0]?.max).toBe(255);
  });
});

describe("whyNoPicture", () => {
  it.each([
    ['<image href="red.png" width="8" height="8"/>', "red.png"],
    ["<image width='8'\n height='8'\n xlink:href=' ../red.png'/>", "../red.png"],
    ['<use href="shapes.svg#star"/>', "shapes.svg#star"],
    [
      '<filter id="f"><feImage xlink:href="https://example.org/x.png"/></filter>',
      "https://example.org/x.png",
    ],
  ])("refuses a drawing that needs another file: %s", async (inside, name) => {
    const path = join(await tempFolder(), "a.svg");
    await writeFile(path, svg(inside));
    expect(await whyNoPicture(path)).toBe(`a drawing that needs another file, "${name}"`);
  });

  it.each([
    '<defs><rect id="r" width="2" height="2"/></defs><use href="#r"/><use xlink:href="#r"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo=" width="8" height="8"/>',
    '<a href="https://example.org"><rect width="2" height="2"/></a>',
  ])("takes a drawing that is whole: %s", async (inside) => {
    const path = join(await tempFolder(), "a.svg");
    await writeFile(path, svg(inside));
    expect(await whyNoPicture(path)).toBeUndefined();
  });

  it("says what is there instead of a picture, and follows links", async () => {
    const folder = await tempFolder();
    await red(join(folder, "red.png"));
    await copyFile(join(folder, "red.png"), join(folder, "drawing.svg"));
    await mkdir(join(folder, "folder.png"));
    await symlink("nowhere", join(folder, "dangling.png"));
    await symlink("circle.png", join(folder, "circle.png"));
    await symlink("red.png", join(folder, "link.png"));
    await writeFile(join(folder, "text.png"), "no picture");
    const said = async (name: string): Promise<string | undefined> => whyNoPicture(join(folder, name));
    expect(await said("red.png")).toBeUndefined();
    expect(await said("link.png")).toBeUndefined();
    expect(await said("drawing.svg")).toBeUndefined();
    expect(await said("folder.png")).toBe("a folder");
    expect(await said("dangling.png")).toBe("a link that leads nowhere");
    expect(await said("circle.png")).toBe("a link that leads nowhere");
    expect(await said("absent.png")).toBe("no file");
    expect(await said("text.png")).toBe("a file that is no picture, or of a kind that is not read");
  });

  it.skipIf(process.platform === "win32")("never opens a device or a pipe (skipped on Windows)", async () => {
    const folder = await tempFolder();
    await symlink("/dev/zero", join(folder, "device.png"));
    expect(await whyNoPicture(join(folder, "device.png"))).toBe("a device");
  });
});

describe("a damaged picture", () => {
  const KINDS = ["png", "jpeg", "webp", "gif", "tiff", "avif", "svg"] as const;
  async function bytesOf(kind: (typeof KINDS)[number]): Promise<Buffer> {
    if (kind === "svg") return Buffer.from(svg('<rect width="8" height="8" fill="red"/>'));
    const noise = Buffer.from(Array.from({ length: 32 * 24 * 3 }, (_, i) => (i * 7919) % 251));
    return sharp(noise, { raw: { width: 32, height: 24, channels: 3 } })
      .toFormat(kind)
      .toBuffer();
  }

  it.each(KINDS)("is told by what is wrong with it, and named where it is read: %s", async (kind) => {
    const whole = await bytesOf(kind);
    const path = join(await tempFolder(), `a.${kind}`);
    await writeFile(path, whole);
    expect(await whyNoPicture(path)).toBeUndefined();
    const damaged = [
      Buffer.alloc(0),
      Buffer.alloc(100),
      whole.subarray(0, whole.length >> 1),
      whole.subarray(0, 20),
    ];
    for (const bytes of damaged) {
      await writeFile(path, bytes);
      const why = await whyNoPicture(path);
      expect(why).toMatch(
        /^(an empty file|a file that is no picture, or of a kind .*|a damaged picture: [^\n]+[^:\n])$/,
      );
      await expect(readPicture(path)).rejects.toThrow(
        `${path}: the picture cannot be decoded: expected a whole picture, received ${why}.`,
      );
    }
  });
});

describe("a damaged picture", () => {
  it("is told by the check wherever a model's reader would stumble", async () => {
    const path = join(await tempFolder(), "a.png");
    const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * 7919) % 251));
    const whole = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
      .png()
      .toBuffer();
    for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 40)) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 0x55;
      await writeFile(path, damaged);
      const isRead = await readPicture(path).then(
        () => true,
        () => false,
      );
      expect([at, (await whyNoPicture(path)) === undefined]).toEqual([at, isRead]);
    }
  });
});
