/** The table of projectors, in the order in which their methods are offered. */
import { METHODS, type MethodTitles } from "#atlas/method.ts";
import type { Metric } from "#math/kernels.ts";
import type { OptionField, OptionFields, OptionsOf, OptionValues, Projector } from "./projector.ts";
import { attentionProjector } from "./projectors/attention.ts";
import { pcaProjector } from "./projectors/pca.ts";
import { tsneProjector } from "./projectors/tsne.ts";
import { umapJsProjector } from "./projectors/umap-js.ts";
import { umapProjector } from "./projectors/umap.ts";

export const PROJECTORS = [
  attentionProjector,
  umapProjector,
  umapJsProjector,
  tsneProjector,
  pcaProjector,
] as const;

/** The engine of projectors that name none. */
const OWN_ENGINE = "headland";

type EachFields = (typeof PROJECTORS)[number]["options"];
type NamesOf<Fields> = Fields extends unknown ? keyof Fields : never;
type FieldOf<Fields, Name extends PropertyKey> =
  Fields extends Readonly<Record<Name, infer Field extends OptionField>> ? Field : never;

/** Options of all methods of the table, each under its own name. */
export type MethodOptions = OptionsOf<{ [Name in NamesOf<EachFields>]: FieldOf<EachFields, Name> }>;

/** What maps are made with unless somebody says otherwise. */
export const PROJECTION_OPTIONS = {
  alignment: "headland",
  engine: OWN_ENGINE,
  metric: "cosine",
  seed: 0,
  ...(Object.fromEntries(
    optionFields(PROJECTORS).map(([name, { byDefault }]) => [name, byDefault]),
  ) as MethodOptions),
} as const;

/** What maps are made with. */
export type ProjectionOptions = MethodOptions & { readonly engine: string; readonly metric: Metric };

/** The methods there are, each once. */
export function methodsOf(projectors: readonly Projector[]): string[] {
  return [...new Set(projectors.map(({ method }) => method))];
}

/** The engines there are, each once, our own first. */
export function enginesOf(projectors: readonly Projector[]): string[] {
  return [...new Set([OWN_ENGINE, ...projectors.map(({ engine = OWN_ENGINE }) => engine)])];
}

/** What the options of all methods may be. Methods that share an option share its field. */
export function optionFields(projectors: readonly Projector[]): [name: string, field: OptionField][] {
  return Object.entries(Object.assign({}, ...projectors.map(({ options }) => options)) as OptionFields);
}

/** What computes a method: by this engine, if it has the method, else by our own. */
export function findProjector(projectors: readonly Projector[], method: string, engine: string): Projector {
  const own = projectors.filter((candidate) => candidate.method === method);
  const found =
    own.find((candidate) => candidate.engine === engine) ??
    own.find((candidate) => candidate.engine === undefined) ??
    own[0];
  if (found === undefined) throw new Error(`There is no projector of the method ${method}.`);
  return found;
}

/** The values of the options that a projector declares; those that are not given are as by default. */
export function ownOptions({ options }: Projector, values: Readonly<Record<string, unknown>>): OptionValues {
  return Object.fromEntries(
    Object.entries(options).map(([name, { byDefault }]) => {
      const value = values[name];
      return [name, typeof value === "number" ? value : byDefault];
    }),
  );
}

/** What a manifest says of methods that not every atlas has; nothing where all are known. */
export function titlesOf(
  projectors: readonly Projector[],
  methods: readonly string[],
): { readonly titles?: MethodTitles } {
  const others = methods.filter((method) => METHODS.every((known) => known !== method));
  if (others.length === 0) return {};
  const titleOf = (name: string): string =>
    projectors.find(({ method, title }) => method === name && title !== undefined)?.title ?? name;
  return { titles: Object.fromEntries(others.map((name) => [name, titleOf(name)])) };
}
