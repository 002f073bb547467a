/** `npm run figure`: draws the figure of a page, without a browser. */
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { formatOf, makeFigure } from "#pipeline/figure/make-figure.ts";
import { writeWhole } from "#pipeline/figure/write-whole.ts";
import {
  FONTS,
  PARTS,
  USUAL_OPTIONS,
  USUAL_SCALE,
  USUAL_SCREEN,
  WIDTHS,
  type FontName,
  type Part,
  type WidthName,
} from "../src/figure/options.ts";
import { outFolder } from "./out-folder.ts";
import { once } from "./read-flags.ts";

interface Flags {
  readonly out: string;
  readonly part: Part;
  readonly width: WidthName;
  readonly font: FontName;
  readonly scale?: number;
  readonly screen?: { readonly width: number; readonly height: number };
  readonly transparent?: boolean;
  readonly caption: boolean;
  readonly theme?: string;
  readonly palette?: string;
  readonly atlas?: string;
}

const program = new Command(ownCommand("figure"))
  .description("Draws a page of the site as a figure: the same that the page itself offers.")
  .argument(
    "<address>",
    "of a page: as the browser shows it, or its path, e.g. /tiny-gpt/stories/L3H0/?method=tsne",
  )
  .requiredOption("-o, --out <file>", "where to write it: .svg, .pdf or .png")
  .addOption(
    new Option("--width <width>", "how wide it is").choices(Object.keys(WIDTHS)).default(USUAL_OPTIONS.width),
  )
  .addOption(
    new Option("--font <font>", "what texts are set in")
      .choices(Object.keys(FONTS))
      .default(USUAL_OPTIONS.font),
  )
  .addOption(
    new Option("--part <part>", "the map, or lines, matrix or average of the panel beside it")
      .choices(Object.keys(PARTS))
      .default("map"),
  )
  .option("--scale <n>", `of a PNG: 1 to 8 (default: ${USUAL_SCALE})`, once(readScale))
  .option(
    "--screen <size>",
    `size of the map on the screen, e.g. ${USUAL_SCREEN.width}x${USUAL_SCREEN.height}, which it has by default`,
    once(readSize),
  )
  .option("--transparent", "without background")
  .option("--no-caption", "without caption")
  .addOption(
    new Option("--theme <theme>", "light or dark (default: that of the address, or light)").choices([
      "light",
      "dark",
    ]),
  )
  .addOption(
    new Option(
      "--palette <palette>",
      "safe: in colors that all eyes tell apart (default: that of the address, or classic)",
    ).choices(["classic", "safe"]),
  )
  .option(
    "--atlas <folder>",
    "the folder with the atlases (default: public/atlas, then that of the built site)",
  )
  .option("--verbose", "show the details of errors")
  .parse();

const flags = program.opts<Flags>();
const format = formatOf(flags.out);
const { bytes, warnings } = await makeFigure(
  {
    address: program.args[0] ?? "",
    part: flags.part,
    folders: flags.atlas === undefined ? ["public/atlas", join(outFolder(), "atlas")] : [flags.atlas],
    screen: flags.screen ?? USUAL_SCREEN,
    options: {
      width: flags.width,
      font: flags.font,
      isTransparent: flags.transparent ?? false,
      hasCaption: flags.caption,
    },
    look: {
      ...(flags.theme === undefined ? {} : { isDark: flags.theme === "dark" }),
      ...(flags.palette === undefined ? {} : { isSafe: flags.palette === "safe" }),
    },
  },
  format,
  flags.scale ?? USUAL_SCALE,
);
for (const warning of warnings) console.error(warning);
await writeWhole(flags.out, bytes);
console.log(flags.out);

function readScale(text: string): number {
  const scale = Number(text);
  if (!/^\d(\.\d+)?$/.test(text) || scale < 1 || scale > 8)
    throw new InvalidArgumentError("Expected a number from 1 to 8.");
  return scale;
}

function readSize(text: string): { width: number; height: number } {
  const [, width, height] = /^(\d{2,4}(?:\.\d+)?)x(\d{2,4}(?:\.\d+)?)$/.exec(text) ?? [];
  if (width === undefined || height === undefined || Number(width) < 40 || Number(height) < 40)
    throw new InvalidArgumentError("Expected a width and a height in pixels, e.g. 880x620.");
  return { width: Number(width), height: Number(height) };
}
