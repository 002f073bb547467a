/** Prints inspections and comparisons as lines of text. */
import { counted } from "#atlas/counted.ts";
import type { FileComparison } from "./compare-reference.ts";
import type { Inspection, LayerInspection } from "./inspect-model.ts";

export function printInspection(inspection: Inspection): string[] {
  const { towers, replay, estimate, tokensPerSecond } = inspection;
  const lines = [inspection.path, `  files   ${inspection.files.join(", ")}`];
  for (const { file, why } of inspection.notOpened) lines.push(`  not opened: ${file}, ${why}`);
  lines.push(`  inputs  ${inspection.inputs.join(", ")}`);
  for (const { name, layers } of towers) {
    lines.push("", `  ${name === "" ? "layers" : name}: ${counted(layers.length, "layer")}`);
    for (const group of runsOf(layers)) lines.push(`    ${describeLayers(group)}`);
  }
  lines.push("");
  if (inspection.patches) lines.push(`  patches ${describePatches(inspection.patches)}`);
  if (replay) {
    const isAllNumbers = towers.every(({ layers }) =>
      layers.every(({ notFinite }) => notFinite.length === 0),
    );
    const verdict = replay.isWithin ? "agrees" : "DIFFERS";
    lines.push(
      isAllNumbers
        ? `  replay  ${verdict}: ${exponent(replay.maxError)} (allowed ${exponent(replay.tolerance)})`
        : "  replay  FAILS: what the model computes is no number in every head",
    );
  } else lines.push(`  replay  could not be run on made-up input: ${inspection.problem ?? ""}`);
  if (estimate && tokensPerSecond !== null) {
    lines.push(`  speed   about ${counted(Math.round(tokensPerSecond), "token")} per second on one thread`);
    lines.push(
      `  atlas   ${counted(inspection.nHeads, "head")} × ${counted(estimate.nTokens, "token")}: about ${minutes(estimate.seconds)} and ${Math.ceil(estimate.sizeBytes / 1e6)} MB`,
    );
  }
  for (const warning of inspection.warnings) lines.push(`  note    ${warning}`);
  for (const { node, why } of inspection.rejections) lines.push(`  passed over ${node}: ${why}`);
  return lines;
}

function describePatches({ rows, columns, before, after }: NonNullable<Inspection["patches"]>): string {
  const beside = [
    ...(before > 0 ? [`behind ${counted(before, "other token")}`] : []),
    ...(after > 0 ? [`before ${counted(after, "other token")}`] : []),
  ];
  return [`${rows} × ${columns} of a made-up picture`, ...beside].join(", ");
}

/** Groups equal layers. */
function runsOf(layers: readonly LayerInspection[]): LayerInspection[][] {
  const key = ({ nHeads, nKvHeads, dHead, how, kind, precision }: LayerInspection): string =>
    [nHeads, nKvHeads, dHead, how, kind, precision].join();
  const runs: LayerInspection[][] = [];
  let current = "";
  for (const layer of layers) {
    if (runs.length === 0 || key(layer) !== current) runs.push([]);
    current = key(layer);
    runs[runs.length - 1]!.push(layer);
  }
  return runs;
}

function describeLayers(layers: readonly LayerInspection[]): string {
  const [first] = layers;
  const last = layers.at(-1);
  if (first === undefined || last === undefined) return "";
  const range = layers.length === 1 ? `L${first.layer}` : `L${first.layer}–L${last.layer}`;
  const heads =
    first.nHeads === 0
      ? ""
      : `${counted(first.nHeads, "head")} × ${first.dHead}${first.nKvHeads < first.nHeads ? `, ${counted(first.nKvHeads, "key head")}` : ""}, `;
  const errors = layers.flatMap(({ replayError }) => (replayError === null ? [] : [replayError]));
  const shares = layers.flatMap(({ explained }) => (explained === null ? [] : [explained]));
  const replay = errors.length > 0 ? `, replay ${exponent(Math.max(...errors))}` : "";
  const bad = layers.flatMap(({ layer, notFinite }) =>
    notFinite.map(({ head, part, value }) => `${value} in the ${part} of L${layer}H${head}`),
  );
  const none =
    bad.length === 0
      ? ""
      : `, ${bad[0]}${bad.length > 1 ? ` and ${counted(bad.length - 1, "head")} more` : ""}`;
  const share = shares.length > 0 ? `, q·k explains ${(Math.min(...shares) * 100).toFixed(1)} %` : "";
  return `${range}  ${heads}${first.kind}, ${first.precision}, ${first.how}${replay}${share}${none}`;
}

export function printComparison(files: readonly FileComparison[]): string[] {
  const lines: string[] = [];
  for (const file of files) {
    const branch = file.branch === undefined ? "" : ` (${file.branch} branch)`;
    lines.push(
      `${file.isWithin ? "ok  " : "FAIL"} ${file.file}${branch}, allowed q and k ${exponent(file.allowed.vectors)}, weights ${exponent(file.allowed.weights)}`,
    );
    for (const layer of file.layers) {
      const name = `${layer.tower === "" ? "" : `${layer.tower}-`}L${layer.layer}`;
      lines.push(
        `       ${name.padEnd(12)} ${layer.kind.padEnd(5)} ${layer.nHeads}/${layer.nKvHeads} heads  q ${exponent(layer.q)}  k ${exponent(layer.k)}  weights ${exponent(layer.weights)}`,
      );
    }
    lines.push(`       replay ${exponent(file.replay)} (allowed ${exponent(file.replayTolerance)})`);
    for (const difference of file.differences) lines.push(`       ${difference}`);
  }
  if (files.length === 0) lines.push("The reference names no file of this model.");
  return lines;
}

function exponent(value: number): string {
  return value.toExponential(1);
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
