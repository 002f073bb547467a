import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CardPicture, PageCard } from "#atlas/page-card.ts";
import { cardPicture, drawCard, forgetOtherCards } from "#pipeline/cards/draw-card.ts";

const RED = { r: 200, g: 20, b: 20, alpha: 1 };
const map: CardPicture = { file: "toy/lines/map.webp", columns: 1, rows: 1 };
const card: PageCard = {
  over: "Toy on Lines",
  title: "L1H0",
  says: "Looks one back.",
  site: "Headland",
  pictures: [map],
};

/** The color of a pixel: red, green, blue. */
async function pixel(png: Uint8Array, x: number, y: number): Promise<number[]> {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
}
const isRed = ([r = 0, g = 0, b = 0]: readonly number[]): boolean => r > 150 && g < 60 && b < 60;
const isPaper = ([r = 0, g = 0, b = 0]: readonly number[]): boolean => r > 230 && g > 230 && b > 225;

let folder = "";
let red: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headland-cards-"));
  red = await sharp({ create: { width: 40, height: 40, channels: 4, background: RED } })
    .webp()
    .toBuffer();
  await mkdir(join(folder, "toy/lines"), { recursive: true });
  await writeFile(join(folder, map.file), red);
});
afterAll(() => rm(folder, { recursive: true }));

describe("the card of a page", () => {
  it("is 1200 × 630 pixels, with the map at the left and words at the right", async () => {
    const png = await drawCard(card, [red]);
    expect(await sharp(png).metadata()).toMatchObject({ format: "png", width: 1200, height: 630 });
    expect(isRed(await pixel(png, 315, 315))).toBe(true);
    expect(isPaper(await pixel(png, 20, 20))).toBe(true);
    const words = await sharp(png)
      .extract({ left: 620, top: 60, width: 520, height: 200 })
      .greyscale()
      .stats();
    expect(words.channels[0]?.min).toBeLessThan(80);
  });

  it("is the same every time", async () => {
    expect(Buffer.compare(Buffer.from(await drawCard(card, [red])), await drawCard(card, [red]))).toBe(0);
  });

  it("shows three maps in a row, and a sheet in its shape", async () => {
    const row = await drawCard({ ...card, pictures: [map, map, map] }, [red, red, red]);
    for (const x of [230, 600, 970]) expect(isRed(await pixel(row, x, 230))).toBe(true);
    const high = await drawCard({ ...card, pictures: [{ ...map, columns: 2, rows: 8 }] }, [red]);
    // 510 pixels high and a quarter as wide, from the left margin on.
    expect(isRed(await pixel(high, 120, 560))).toBe(true);
    expect(isRed(await pixel(high, 200, 315))).toBe(false);
  });

  it("shows a drawing in place of a picture: dots, links and boxes, in its own units", async () => {
    const [dot, box] = [
      { kind: "dot", x: 10, y: 10, radius: 10, color: "#c81414" },
      { kind: "box", x: 90, y: 90, width: 20, height: 20, name: "L0H0" },
    ] as const;
    const line = { kind: "line", path: "M0 50H100", width: 4, opacity: 1 } as const;
    const drawing = { width: 100, height: 100, shapes: [line, dot, box] };
    const png = await drawCard({ ...card, pictures: [], drawing }, []);
    // 466 pixels wide, 22 from the border of its frame.
    expect(isRed(await pixel(png, 82 + 46, 82 + 46))).toBe(true);
    expect(isRed(await pixel(png, 82 + 140, 82 + 46))).toBe(false);
    const [red = 0, , blue = 255] = await pixel(png, 82 + 233, 82 + 233);
    expect(red - blue).toBeGreaterThan(100);
    const name = sharp(png).extract({ left: 82 + 382, top: 82 + 400, width: 74, height: 40 });
    expect((await name.greyscale().stats()).channels[0]?.min).toBeLessThan(110);
    expect(Buffer.compare(png as Buffer, await drawCard({ ...card, pictures: [], drawing }, []))).toBe(0);
  });

  it("leaves out names in boxes that are too small to be read, and shows dots that are too small to be seen", async () => {
    const box = { kind: "box", x: 500, y: 500, width: 104, height: 20, name: "L0H0" } as const;
    const dot = { kind: "dot", x: 100, y: 100, radius: 1, color: "#c81414" } as const;
    const drawing = { width: 1000, height: 1000, shapes: [box, dot] };
    const [named, nameless] = await Promise.all(
      [drawing, { ...drawing, shapes: [{ ...box, name: "L1H1" }, dot] }].map((each) =>
        drawCard({ ...card, pictures: [], drawing: each }, []),
      ),
    );
    expect(Buffer.compare(named as Buffer, nameless as Buffer)).toBe(0);
    expect(isRed(await pixel(named!, 82 + 47, 82 + 47))).toBe(true);
  });

  it("is drawn without a picture that is missing or damaged", async () => {
    const damaged = red.subarray(0, red.length / 2);
    for (const picture of [null, damaged]) {
      const png = await drawCard(card, [picture]);
      expect(isRed(await pixel(png, 315, 315))).toBe(false);
    }
  });
});

describe("a drawn card", () => {
  it("is not drawn again, unless its words or its pictures have changed", async () => {
    const kept = join(folder, "kept");
    const drawn: string[] = [];
    const draw: typeof drawCard = (asked) => {
      drawn.push(asked.title);
      return Promise.resolve(Buffer.from(asked.title));
    };
    const ask = (asked: PageCard): Promise<Uint8Array> => cardPicture(asked, { atlases: folder, kept }, draw);
    expect(Buffer.from(await ask(card)).toString()).toBe("L1H0");
    expect(Buffer.from(await ask(card)).toString()).toBe("L1H0");
    expect(drawn).toEqual(["L1H0"]);
    await ask({ ...card, title: "L1H1" });
    await writeFile(join(folder, map.file), Buffer.concat([red, Buffer.of(0)]));
    await ask(card);
    expect(drawn).toEqual(["L1H0", "L1H1", "L1H0"]);
    expect(await readdir(kept)).toHaveLength(3);
  });

  it("is forgotten when no page has it any more", async () => {
    const kept = join(folder, "others");
    await cardPicture(card, { atlases: folder, kept }, () => Promise.resolve(Buffer.from("card")));
    const [own] = await readdir(kept);
    await writeFile(join(kept, "0123.png"), "older");
    await forgetOtherCards(kept);
    expect(await readdir(kept)).toEqual([own]);
    await expect(forgetOtherCards(join(folder, "none"))).resolves.toBeUndefined();
  });
});
