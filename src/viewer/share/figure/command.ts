/** The command that makes the same figure without a browser. Pure. */
import { USUAL_OPTIONS, type FigureOptions, type Part } from "#figure/options.ts";

/** @param file Where it writes it. */
export function figureCommand(
  address: string,
  part: Part,
  { width, height }: { readonly width: number; readonly height: number },
  options: FigureOptions,
  file: string,
): string {
  const flags = [
    `--out ${quoted(file)}`,
    ...(part === "map" ? [`--screen ${width}x${height}`] : [`--part ${part}`]),
    ...(options.width === USUAL_OPTIONS.width ? [] : [`--width ${options.width}`]),
    ...(options.font === USUAL_OPTIONS.font ? [] : [`--font ${options.font}`]),
    ...(options.isTransparent ? ["--transparent"] : []),
    ...(options.hasCaption ? [] : ["--no-caption"]),
    `--theme ${options.isDark ? "dark" : "light"}`,
    ...(options.isSafe ? ["--palette safe"] : []),
  ];
  return `npx headland figure ${quoted(address)} ${flags.join(" ")}`;
}

/** As a shell reads it. */
function quoted(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
