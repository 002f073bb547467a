/** Draws the cards of pages. A card is drawn once, and kept for the next build. */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import type { PageCard } from "#atlas/page-card.ts";
import { makeFolder } from "../config/folder.ts";
import { ownTypesetter } from "../figure/own-fonts.ts";
import { composeCard } from "./compose-card.ts";

/** To be raised when a card of the same words and pictures looks different. */
const VERSION = 1;

interface CardFolders {
  /** In which the atlases are, e.g. `public/atlas`. */
  readonly atlases: string;
  /** In which cards are kept. */
  readonly kept: string;
}

/** Names of the files of all cards that this process was asked for. */
const asked = new Set<string>();

type Pictures = readonly (Uint8Array | null)[];

/** @returns A PNG; the same bytes for the same card and pictures. */
export async function cardPicture(
  card: PageCard,
  { atlases, kept }: CardFolders,
  draw: typeof drawCard = drawCard,
): Promise<Uint8Array> {
  const pictures = await Promise.all(
    card.pictures.map(({ file }) => readFile(join(atlases, file)).catch(() => null)),
  );
  const name = `${keyOf(card, pictures)}.png`;
  asked.add(name);
  const path = join(kept, name);
  const known = await readFile(path).catch(() => undefined);
  if (known !== undefined) return known;
  const png = await draw(card, pictures);
  await makeFolder(kept);
  // Two builds may draw the same card: each puts a whole one in its place.
  const own = `${path}.${process.pid}`;
  await writeFile(own, png);
  await rename(own, path);
  return png;
}

/** Removes the cards that no page of a finished build has, such as those of atlases that have changed. */
export async function forgetOtherCards(kept: string): Promise<void> {
  if (asked.size === 0) return;
  const names = await readdir(kept).catch(() => []);
  const others = names.filter((name) => name.endsWith(".png") && !asked.has(name));
  await Promise.all(others.map((name) => rm(join(kept, name), { force: true })));
}

/** Everything that a card depends on; libraries that draw are among it by their versions. */
function keyOf(card: PageCard, pictures: Pictures): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify([VERSION, card, sharp.versions]));
  for (const picture of pictures)
    hash.update(
      createHash("sha256")
        .update(picture ?? "missing")
        .digest(),
    );
  return hash.digest("hex").slice(0, 32);
}

/**
 * @param pictures Those that the card names, in its order. One that is missing or damaged is left out, as the page itself
 *   says what is wrong.
 */
export async function drawCard(card: PageCard, pictures: Pictures): Promise<Uint8Array> {
  const whole = await Promise.all(pictures.map(isWhole));
  const all = card.pictures.flatMap((picture, i) => (whole[i] ? [{ picture, bytes: pictures[i]! }] : []));
  // Two are no row.
  const shown = all.length === 2 ? all.slice(0, 1) : all;
  const drawn = { ...card, pictures: shown.map(({ picture }) => picture) };
  const { svg, places } = composeCard(drawn, await ownTypesetter());
  const layers = places.map(async ({ x, y, width, height }, i) => ({
    input: await sharp(shown[i]!.bytes).resize(width, height, { fit: "fill" }).png().toBuffer(),
    left: x,
    top: y,
  }));
  return sharp(Buffer.from(svg))
    .composite(await Promise.all(layers))
    .removeAlpha()
    .png({ palette: true, quality: 90, effort: 7 })
    .toBuffer();
}

/** Whether a picture can be decoded to its end. */
async function isWhole(picture: Uint8Array | null): Promise<boolean> {
  if (picture === null) return false;
  return sharp(picture)
    .stats()
    .then(
      () => true,
      () => false,
    );
}
