/** Picture files of every kind: checked as a dataset's, then read as a model's. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPicture, readPictureSize } from "#pipeline/inputs/image/pictures/read-picture.ts";
import { readImages } from "#pipeline/inputs/image/read-images.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";
import { pictures as made } from "../seeds.ts";

export const pictures: FuzzReader = {
  name: "pictures",
  what: "PNG, JPEG, WebP, GIF, TIFF, AVIF, SVG",
  cases: 5000,
  fewCases: 100,
  open: async (root) => {
    const seeds = await made();
    const folder = join(root, "pictures");
    mkdirSync(folder);
    return {
      tryOne: async (random) => {
        const { ending, bytes } = seeds[Math.floor(random() * seeds.length)]!;
        for (const name of readdirSync(folder)) rmSync(join(folder, name));
        const kind = ending === "svg" && random() < 0.7 ? "text" : "binary";
        writeFileSync(join(folder, `a.${ending}`), mutate(bytes, kind, random));
        const { items } = await readImages(folder, "pictures.yaml, source");
        for (const { path } of items) {
          await readPictureSize(path);
          await readPicture(path);
        }
      },
    };
  },
};
