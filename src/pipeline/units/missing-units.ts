/** What is still missing of an atlas that many machines make, unit by unit, with the command that makes each. */
import { atlasFolder } from "#atlas/address.ts";
import { counted } from "#atlas/counted.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { Store } from "../cache/store.ts";
import { storedReport } from "../capture/stored-report.ts";
import { mistakesError, type ConfigError, type Problem } from "../errors.ts";
import { keptCount, keptLayer, keptNumbers, layersOf } from "./stored-units.ts";
import { isLast, partOf, unitCommand, unitsOf, type Unit } from "./unit.ts";

export interface UnitInput {
  readonly store: Store;
  readonly inputKey: string;
  /** All heads of the model, in its order. */
  readonly heads: readonly HeadId[];
  /** The key of each head's result. */
  readonly keyOf: (id: HeadId) => string;
}

/** What a unit has to make. */
export interface Lacking {
  readonly heads: readonly HeadId[];
  /** Layers that nothing is reported of. */
  readonly layers: readonly string[];
  /** Whether what is reported of the model as a whole is missing, and is the unit's to make. */
  readonly hasNumbers: boolean;
}

export function isDone({ heads, layers, hasNumbers }: Lacking): boolean {
  return heads.length === 0 && layers.length === 0 && !hasNumbers;
}

export interface LackingOptions {
  /** Whether everything is made again. */
  readonly isForced?: boolean;
  /** Whether results are read, so that those that a disk has damaged count as missing, and leave the store. */
  readonly isThorough?: boolean;
}

export async function lackingOf(
  unit: Unit,
  { store, inputKey, heads, keyOf }: UnitInput,
  { isForced = false, isThorough = false }: LackingOptions = {},
): Promise<Lacking> {
  const own = partOf(unit, heads);
  const isOfWhole = isLast(unit);
  if (isForced) return { heads: own, layers: layersOf(own), hasNumbers: isOfWhole };
  const lacking: HeadId[] = [];
  for (const head of own) {
    const key = keyOf(head);
    const isThere = isThorough ? (await store.get(key)) !== undefined : await store.has(key);
    if (!isThere) lacking.push(head);
  }
  // One machine has reported of the whole model already.
  if ((await storedReport(store, inputKey)) !== undefined)
    return { heads: lacking, layers: [], hasNumbers: false };
  const layers: string[] = [];
  for (const layer of layersOf(own))
    if ((await keptLayer(layer).get(store, inputKey)) === undefined) layers.push(layer);
  const hasNumbers = isOfWhole && (await keptNumbers.get(store, inputKey)) === undefined;
  return { heads: lacking, layers, hasNumbers };
}

/** @param storeFolder As the user gave it, for the commands. */
export async function missingUnits(
  atlas: AtlasConfig,
  input: UnitInput,
  storeFolder: string | undefined,
): Promise<ConfigError> {
  const count = (await keptCount.get(input.store, input.inputKey)) ?? 1;
  const problems: Problem[] = [];
  for (const unit of unitsOf(count)) {
    const lacking = await lackingOf(unit, input, { isThorough: true });
    if (isDone(lacking)) continue;
    problems.push({
      what: "a unit is missing",
      where: `${atlasFolder(atlas.id)}, unit ${unit.index}/${unit.count}`,
      expected: `all of ${rangeText(partOf(unit, input.heads))}`,
      received: receivedText(lacking, partOf(unit, input.heads).length),
      cure: `Run it: ${unitCommand(atlas.id, unit, storeFolder)}`,
    });
  }
  return mistakesError(problems);
}

/** `L0H3 to L1H2`. */
export function rangeText(heads: readonly HeadId[]): string {
  const [first, last] = [heads[0], heads.at(-1)];
  if (first === undefined || last === undefined) return "no heads";
  return heads.length === 1 ? formatHead(first) : `${formatHead(first)} to ${formatHead(last)}`;
}

function receivedText({ heads, layers, hasNumbers }: Lacking, nHeads: number): string {
  const nDone = nHeads - heads.length;
  const without = [
    ...(layers.length > 0 ? [`the report of ${layers.join(", ")}`] : []),
    ...(hasNumbers ? ["the numbers of the model as a whole"] : []),
  ];
  const done = nDone === 0 ? "none" : `${nDone} of ${counted(nHeads, "head")}`;
  return without.length === 0 ? done : `${done}, without ${without.join(" and ")}`;
}
