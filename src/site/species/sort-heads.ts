/** Sorts heads of several models into species. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { findSpecies, type Species } from "../../relations/species/find-species.ts";
import type { Features } from "../../relations/species/nonnegative.ts";
import { foundAgain, foundAtLimits } from "../../relations/species/stability.ts";
import { SPECIES_FEATURES, type SpeciesFeature } from "./features.ts";
import { speciesNames, type NamedSpecies } from "./species-name.ts";

/** A head with its numbers. */
export interface SortedHead {
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  readonly numbers: HeadNumbers;
}

export interface Member {
  /** Its place among all heads. */
  readonly head: number;
  /** How much of the species it holds, 0 … 1. */
  readonly amount: number;
}

export interface FoundSpecies extends NamedSpecies {
  /** What it shows, greatest first: 1 for the greatest. */
  readonly profile: readonly { readonly feature: SpeciesFeature; readonly amount: number }[];
  /** Those that hold at least `LEAST_OF_MEMBERS`, most first. */
  readonly members: readonly Member[];
  /** Those that hold some of it: at least `LEAST_OF_MIXTURES`. */
  readonly mixtures: readonly Member[];
  /** In how many of ten random halves of the heads it is found again. */
  readonly nFoundAgain: number;
  /** Whether it is found with each of `OTHER_LIMITS`, too. */
  readonly isAtAllLimits: boolean;
}

export interface FieldGuide {
  readonly heads: readonly SortedHead[];
  /** Those with most members first. */
  readonly species: readonly FoundSpecies[];
  /** By head: the species it holds at least `LEAST_OF_MIXTURES` of, most first. */
  readonly ofHead: readonly (readonly { readonly species: FoundSpecies; readonly amount: number }[])[];
  /** Heads of no species. */
  readonly ofNone: readonly number[];
  /** Share of all that is beyond chance that the species explain. */
  readonly explained: number;
  readonly features: Features;
}

export const LEAST_OF_MEMBERS = 0.25;
export const LEAST_OF_MIXTURES = 0.15;
/** On both sides of the limit from which a head founds a species. */
export const OTHER_LIMITS = [0.2, 0.3] as const;

export function sortHeads(heads: readonly SortedHead[]): FieldGuide {
  const features = featuresOf(heads);
  const found = findSpecies(features);
  const again = foundAgain(features, found.profiles, { kin: kinOf(heads) });
  const atLimits = foundAtLimits(features, found.profiles, OTHER_LIMITS);
  const profiles = found.profiles.map(profileOf);
  const names = speciesNames(
    profiles.map((profile) => profile.map(({ feature, amount }) => [feature.name, amount] as const)),
  );
  const species = profiles
    .map((profile, k): FoundSpecies => {
      const all = membersOf(found, k, heads.length);
      return {
        ...names[k]!,
        profile,
        members: all.filter(({ amount }) => amount >= LEAST_OF_MEMBERS),
        mixtures: all.filter(({ amount }) => amount < LEAST_OF_MEMBERS && amount >= LEAST_OF_MIXTURES),
        nFoundAgain: again[k]!,
        isAtAllLimits: atLimits[k] === OTHER_LIMITS.length,
      };
    })
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => b.members.length - a.members.length || (a.slug < b.slug ? -1 : 1));
  const ofHead = heads.map((): { species: FoundSpecies; amount: number }[] => []);
  for (const each of species)
    for (const { head, amount } of [...each.members, ...each.mixtures])
      ofHead[head]!.push({ species: each, amount });
  ofHead.forEach((own) => own.sort((a, b) => b.amount - a.amount));
  return {
    heads,
    species,
    ofHead,
    ofNone: ofHead.flatMap((own, head) =>
      own.some(({ amount }) => amount >= LEAST_OF_MEMBERS) ? [] : [head],
    ),
    explained: found.explained,
    features,
  };
}

/** A head has one number at all stages of its training, and for all datasets. */
function kinOf(heads: readonly SortedHead[]): number[] {
  const names = heads.map(
    ({ manifest: { model }, numbers }) => `${model.checkpoint?.of ?? model.slug}/${numbers.head}`,
  );
  const numbersOf = new Map([...new Set(names)].map((name, i) => [name, i]));
  return names.map((name) => numbersOf.get(name) ?? 0);
}

function featuresOf(heads: readonly SortedHead[]): Features {
  const values = heads.flatMap(({ numbers }) =>
    SPECIES_FEATURES.map(({ beyondChance }) => beyondChance(numbers)),
  );
  return { n: heads.length, nFeatures: SPECIES_FEATURES.length, values: Float64Array.from(values) };
}

function profileOf(profile: Float64Array): FoundSpecies["profile"] {
  return SPECIES_FEATURES.map((feature, f) => ({ feature, amount: profile[f]! }))
    .filter(({ amount }) => amount > 0)
    .sort((a, b) => b.amount - a.amount);
}

function membersOf({ profiles, amounts }: Species, k: number, n: number): Member[] {
  return Array.from({ length: n }, (_, head) => ({
    head,
    amount: Math.min(1, amounts[head * profiles.length + k]!),
  })).sort((a, b) => b.amount - a.amount || a.head - b.head);
}
