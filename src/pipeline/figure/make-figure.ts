/** A figure of a page, made on the command line. */
import { extname } from "node:path";
import sharp from "sharp";
import { manifestOf } from "#atlas/files/manifest.ts";
import { readWords } from "#atlas/link/link-words.ts";
import { parseView } from "#atlas/view/view-address.ts";
import type { View } from "#atlas/view/view.ts";
import { chooseSetter } from "../../figure/fonts/choose-setter.ts";
import type { Setter } from "../../figure/fonts/setter.ts";
import { loadHead } from "../../figure/head-data.ts";
import { headOrSequence } from "../../figure/head-or-sequence.ts";
import { headsFigure } from "../../figure/heads/heads-figure.ts";
import { loadHeads } from "../../figure/heads/load-heads.ts";
import type { Size } from "../../figure/map/frame-of.ts";
import type { FigureOptions, Part } from "../../figure/options.ts";
import { writePdf } from "../../figure/pdf/write-pdf.ts";
import type { Scene } from "../../figure/scene.ts";
import { writeSvg } from "../../figure/svg/write-svg.ts";
import { configProblem } from "../errors.ts";
import { expectHead, openAtlasOnDisk } from "./atlas-on-disk.ts";
import { expectView } from "./expect-view.ts";
import { headSource } from "./head-source.ts";
import { ownTypesetter } from "./own-fonts.ts";
import { readPageAddress } from "./page-address.ts";

export interface FigureRequest {
  /** What of the head is drawn; the map if not given. */
  readonly part?: Part;
  readonly address: string;
  /** Where atlases are. */
  readonly folders: readonly string[];
  /** Size of the map on the screen. */
  readonly screen: Size;
  readonly options: Omit<FigureOptions, "isDark" | "isSafe">;
  /** In place of what the address says, or of light and classic colors. */
  readonly look?: Partial<Pick<FigureOptions, "isDark" | "isSafe">>;
}

export interface MadeFigure {
  readonly bytes: Uint8Array;
  /** Sentences about what is not as the address has it. */
  readonly warnings: readonly string[];
}

export const FORMATS = [".svg", ".pdf", ".png"] as const;
export type Format = (typeof FORMATS)[number];

/** @throws {ConfigError} for a file of another kind. */
export function formatOf(path: string): Format {
  const ending = extname(path).toLowerCase();
  const format = FORMATS.find((known) => known === ending);
  if (format) return format;
  throw configProblem(
    "--out",
    "this is no kind of figure",
    `a file that ends in ${FORMATS.join(", ")}`,
    path,
  );
}

/** @param scale Pixels of a PNG per 1/96 inch. */
export async function makeFigure(request: FigureRequest, format: Format, scale: number): Promise<MadeFigure> {
  const setter = chooseSetter(request.options.font, await ownTypesetter(), format === ".pdf");
  const { scene, warnings } = await sceneOf(request, setter);
  if (format === ".pdf") return { bytes: await writePdf(scene, setter), warnings };
  const svg = writeSvg(scene, setter);
  const bytes = format === ".svg" ? new TextEncoder().encode(svg) : await drawPng(svg, scale);
  return { bytes, warnings };
}

/** @param scale Pixels per 1/96 inch. */
function drawPng(svg: string, scale: number): Promise<Uint8Array> {
  const image = sharp(new TextEncoder().encode(svg), { density: 96 * scale, unlimited: true });
  return image.png().toBuffer();
}

async function sceneOf(
  { address, part = "map", folders, screen, options, look }: FigureRequest,
  setter: Setter,
): Promise<{ readonly scene: Scene; readonly warnings: readonly string[] }> {
  const { atlas: id, head, query, page } = readPageAddress(address);
  const opened = await openAtlasOnDisk(folders, id);
  const words = readWords(query);
  const whole = { ...options, isDark: words.theme === "dark", isSafe: words.palette === "safe", ...look };
  const captioned = { address: `${page}${query}`, digest: opened.digest };
  if (head === null) {
    const view = parseView(query, opened.atlas.manifest);
    const scene = headsFigure(await loadHeads(opened.atlas, view), captioned, whole, setter);
    return { scene, warnings: warningsOf(words.data, opened.digest, view) };
  }
  expectHead(opened, head);
  const manifest = manifestOf(opened.atlas.manifest, head.tower);
  expectView(query, manifest, opened.digest);
  const view = parseView(query, manifest);
  const data = await loadHead(headSource(opened), head, view, part);
  const scene = headOrSequence(data, part, screen, captioned, whole, setter);
  if (scene === null)
    throw configProblem(
      "the address",
      "a sentence is drawn only where one of its tokens is selected",
      "one that selects a token, e.g. with select=q120",
      address,
    );
  return {
    scene,
    warnings: warningsOf(words.data, opened.digest, view),
  };
}

function warningsOf(asked: string | undefined, digest: string | undefined, { alignedTo }: View): string[] {
  return [
    ...(asked === undefined || digest === undefined || asked === digest
      ? []
      : [
          `The data of this atlas have changed since the link was made: expected ${asked}, received ${digest}.`,
        ]),
    ...(alignedTo === null
      ? []
      : [`The map is drawn as it is, not laid on that of ${alignedTo}: only the page does that.`]),
  ];
}
