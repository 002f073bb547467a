/** Draws the outputs that show one map of all heads together. Each head's packed map is read once for all of these outputs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { headFiles } from "#atlas/address.ts";
import { decodeCoordinates } from "#atlas/files/coordinates.ts";
import { headsOf } from "#atlas/files/manifest.ts";
import { readNorms } from "#atlas/files/points.ts";
import { flatProjections } from "#atlas/method.ts";
import { readJson, type ReadFile } from "#atlas/open-atlas.ts";
import { storedPoints } from "#atlas/tokens/spread-points.ts";
import { outputsOf, type MapTask, type Output, type OutputFile } from "./outputs/output.ts";
import { OUTPUTS } from "./outputs/outputs.ts";
import { sheetColors, sheetSize } from "./outputs/sheets.ts";

/** Number of pictures that a task holds at a time; every thread may run a task. */
const MOST_BYTES = 1 << 27;

/** All flat maps of an atlas. Sheets of the same map are drawn together as far as memory allows. */
export function mapTasks(of: Pick<MapTask, "manifest" | "tables" | "folder" | "explained">): MapTask[] {
  const { widthPx, heightPx } = sheetSize(of.manifest);
  const nTogether = Math.max(1, Math.floor(MOST_BYTES / (widthPx * heightPx * 4)));
  const colors = sheetColors(of);
  const nParts = Math.ceil(colors.length / nTogether);
  return flatProjections(of.manifest).flatMap((projection) =>
    Array.from({ length: nParts }, (_, part): MapTask => {
      const [from, to] = [part, part + 1].map((end) => Math.round((end * colors.length) / nParts));
      return { ...of, projection, colors: colors.slice(from, to), isFirst: part === 0 };
    }),
  );
}

/** @param outputs Replaces the table. */
export async function drawMaps(task: MapTask, outputs: readonly Output[] = OUTPUTS): Promise<OutputFile[]> {
  const collectors = outputsOf(outputs, "map").flatMap((output) => output.begin(task) ?? []);
  const needsNorms = collectors.some((collector) => collector.needsNorms === true);
  const readPacked: ReadFile = (path) => readFile(join(task.folder, path));
  for (const { tower, tokens } of task.tables) {
    const nPoints = storedPoints(tokens);
    for (const head of headsOf(task.manifest).filter((id) => id.tower === tower)) {
      const mapFile = headFiles.coordinates(head, task.projection);
      const map = await readJson(readPacked, mapFile, (json) => decodeCoordinates(json, nPoints));
      const norms = needsNorms
        ? await readJson(readPacked, headFiles.points(head), (json) => readNorms(json, nPoints))
        : null;
      for (const collector of collectors)
        collector.add(head, map, collector.needsNorms === true ? norms : null);
    }
  }
  const files: OutputFile[] = [];
  for (const collector of collectors) files.push(...(await collector.files()));
  return files;
}
