/** The same manifest as in `manifest.ts`, checked field by field where it is read without a schema library. */
import { isMethodName, METHODS } from "../method.ts";
import { expectedModelSlug, SLUG } from "../slug.ts";
import {
  count,
  countTo,
  fields,
  flag,
  listOf,
  mapOf,
  maybe,
  number,
  oneOf,
  orNull,
  text,
  textLike,
  texts,
  type Check,
} from "./checks.ts";
import { FormatError } from "./columns.ts";
import {
  FORMAT_VERSION,
  manifestProblem,
  type Manifest,
  type NormRange,
  type PatchSheet,
  type Tower,
  type TowerReads,
} from "./manifest.ts";

/**
 * Checks a whole manifest.
 *
 * @throws {FormatError} that names the first field that is missing or not as it should be.
 */
export function checkManifest(json: unknown): Manifest {
  const problem = manifestProblem(json);
  if (problem !== undefined) throw new FormatError(problem);
  manifest(json, "");
  const checked = json as Manifest;
  const known = oneOf(...METHODS, ...Object.keys(checked.titles ?? {}));
  listOf(known)(checked.methods, "methods");
  return checked;
}

const slug = textLike("a slug", (name) => SLUG.test(name));
const modelSlug = textLike(
  "a slug that is free for a model",
  (name) => SLUG.test(name) && expectedModelSlug(name) === undefined,
);
const hex = (digits: number): ReturnType<typeof textLike> =>
  textLike(`${digits} hexadecimal digits`, (name) => name.length === digits && /^[0-9a-f]+$/.test(name));
const digest = hex(64);

/** A number per layer. */
const layers = listOf(countTo(1024), 0, 1024);

const patches = orNull(
  fields<PatchSheet>({
    rows: count,
    columns: count,
    nSpecial: count,
    cellPx: count,
    sheetColumns: count,
    sheetRows: count,
  }),
);

/** What a tower reads. */
const reads = {
  kind: oneOf("text", "images"),
  nTokens: count,
  nPoints: maybe(count),
  labels: texts,
};

const named = { name: text, description: text, license: text, digest };

/** Of methods that not every atlas has. */
const titles: Check = (value, name) => {
  mapOf(text)(value, name);
  Object.keys(value as object).forEach((method) => methodName(method, name));
};
const methodName = textLike("small letters and hyphens", isMethodName);

const manifest = fields<Manifest>({
  formatVersion: oneOf(FORMAT_VERSION),
  model: fields<Manifest["model"]>({
    ...named,
    slug: modelSlug,
    architecture: text,
    hub: maybe(fields<NonNullable<Manifest["model"]["hub"]>>({ source: text, commit: hex(40) })),
    checkpoint: maybe(
      fields<NonNullable<Manifest["model"]["checkpoint"]>>({ of: slug, step: count, name: maybe(text) }),
    ),
  }),
  dataset: fields<Manifest["dataset"]>({
    ...named,
    ...reads,
    slug,
    nSequences: count,
    sampledFrom: orNull(
      fields<NonNullable<Manifest["dataset"]["sampledFrom"]>>({ nSequences: count, nTokens: count }),
    ),
    tooLong: maybe(
      fields<NonNullable<Manifest["dataset"]["tooLong"]>>({ limit: count, nSplit: count, nCut: count }),
    ),
  }),
  towers: listOf(
    fields<Tower>({
      name: maybe(text),
      heads: layers,
      keyHeads: maybe(layers),
      reads: maybe(fields<TowerReads>({ ...reads, dHead: count, causal: flag, patches })),
    }),
    1,
  ),
  dHead: count,
  causal: flag,
  methods: listOf(text, 1),
  dims: listOf(oneOf(2, 3), 1),
  titles: maybe(titles),
  color: maybe(text),
  seed: count,
  replay: fields<Manifest["replay"]>({ maxError: number, tolerance: number }),
  warnings: texts,
  sheet: fields<Manifest["sheet"]>({
    cellPx: count,
    columns: count,
    rows: count,
    colors: maybe(listOf(text, 1)),
    average: maybe(flag),
  }),
  patches,
  normRange: maybe(fields<NormRange>({ min: number, max: number })),
  search: maybe(flag),
  buildKey: digest,
});
