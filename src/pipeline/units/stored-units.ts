/** What units leave in the store beside the results of heads, each under a key made of what it depends on. */
import { formatLayer } from "#atlas/files/layer-maps.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { cacheKey, type Store } from "../cache/store.ts";
import type { LayerReport } from "../capture/capture-layers.ts";
import type { CaptureReport, ReportedNumbers } from "../capture/capture.ts";
import type { GuardedInput } from "../run/guarded-input.ts";

const PART = "value.json";

/** A value of one input: of its model and its dataset. */
interface Kept<T> {
  readonly key: (inputKey: string) => string;
  put(store: Store, inputKey: string, value: T): Promise<void>;
  /** Undefined if it is not there, or damaged. */
  get(store: Store, inputKey: string): Promise<T | undefined>;
}

function kept<T>(...name: readonly string[]): Kept<T> {
  const key = (inputKey: string): string => cacheKey("unit", ...name, inputKey);
  return {
    key,
    put: (store, inputKey, value) =>
      store.put(key(inputKey), new Map([[PART, Buffer.from(JSON.stringify(value))]])),
    get: async (store, inputKey) => {
      const bytes = (await store.get(key(inputKey)))?.get(PART);
      return bytes && (JSON.parse(Buffer.from(bytes).toString()) as T);
    },
  };
}

/** The heads of the model, in its order. */
export const keptHeadList = kept<readonly HeadId[]>("heads");
/** In how many units it is made; only for messages. */
export const keptCount = kept<number>("count");
/** What is reported of the model as a whole. */
export const keptNumbers = kept<ReportedNumbers>("numbers");
/** @param layer As `formatLayer` names it. */
export const keptLayer = (layer: string): Kept<LayerReport> => kept<LayerReport>("layer", layer);

/** The names of their layers, each once, in their order. */
export function layersOf(heads: readonly HeadId[]): string[] {
  return [...new Set(heads.map(formatLayer))];
}

/** The keys of everything that units of an input keep beside the results of heads. */
export function unitKeys(inputKey: string, heads: readonly HeadId[]): string[] {
  const each = [keptHeadList, keptCount, keptNumbers, ...layersOf(heads).map(keptLayer)];
  return each.map(({ key }) => key(inputKey));
}

/** The report of a capture that units have made in parts; undefined if a part is missing, or no unit ever ran. */
export async function joinedReport(
  store: Store,
  inputKey: string,
  input: GuardedInput,
): Promise<CaptureReport | undefined> {
  const heads = await keptHeadList.get(store, inputKey);
  const numbers = heads && (await keptNumbers.get(store, inputKey));
  if (heads === undefined || numbers === undefined) return undefined;
  const layers: LayerReport[] = [];
  for (const layer of layersOf(heads)) {
    const report = await keptLayer(layer).get(store, inputKey);
    if (report === undefined) return undefined;
    layers.push(report);
  }
  return { ...(await input.joinLayers(layers)), numbers };
}
