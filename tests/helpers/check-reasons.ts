/** Checks what is said of the reasons and the roles of a head against its row of heads.json. */
import { lettersOf, type Numbers } from "./reading-numbers.ts";

type Clause = readonly [RegExp, (...parts: string[]) => void];

/** Keys of sentences, and the relations they are called by in the file. */
const KEYS: readonly (readonly [RegExp, string])[] = [
  [/^the previous token$/, "one-before"],
  [/^the next token$/, "one-after"],
  [/^the token (two|three|four|five|six|seven|eight) (before|after) the query$/, "$1-$2"],
  [/^the query's own (?:token|patch)$/, "itself"],
  [/^the first token(?: of the other sequence)?$|^the first patch$|^the token before the patches$/, "first"],
  [/^another copy of the query's token$/, "same-token"],
  [/^a token that follows a copy of the query's token$/, "after-copy"],
  [/^a patch in the query's (row|column)$/, "same-$1"],
  [/^a patch of the query's object$/, "same-object"],
  [/^a patch of an object$/, "objects"],
];

export function reasonClauses(
  { reasons }: Numbers,
  must: (isTrue: boolean, what: string) => void,
): readonly Clause[] {
  const numberOf = (key: string): { effect: number; error: number; share: number } => {
    const text = key.charAt(0).toLowerCase() + key.slice(1);
    const [words, name] = KEYS.find(([known]) => known.test(text)) ?? [];
    const effects = reasons?.effects ?? {};
    const label = /^a (?:token|patch) with the same label “(.+)”$/.exec(text)?.[1];
    const ofLabel = Object.keys(effects).find(
      (own) => label !== undefined && own.startsWith("same.") && lettersOf(own.slice(5)) === lettersOf(label),
    );
    const effect = effects[ofLabel ?? (words === undefined ? "" : text.replace(words, name ?? ""))];
    if (effect === undefined || "why" in effect) return { effect: NaN, error: NaN, share: NaN };
    return { effect: effect.effect ?? NaN, error: effect.error ?? NaN, share: effect.share };
  };
  const mustBe = (shown: string, by: string, effect: number, error: number, what: string): void => {
    const half = (by.includes(".") ? 0.5 * 10 ** -(by.split(".")[1]?.length ?? 0) : 0.5) + 1e-6;
    must(Math.abs(Number(shown) - effect) <= half, `${what}: says ${shown}, is ${effect}`);
    must(Math.abs(Number(by) - error) <= half, `error of ${what}: says ${by}, is ${error}`);
    must(effect > 3 * error, `${what} is not clear`);
  };
  const mustShare = (percent: string, share: number, what: string): void => {
    must(Math.abs(Number(percent) - share * 100) <= 1, `share of ${what}: says ${percent}, is ${share}`);
  };
  const part = (relation: string): { share: number; chance: number; queries: number } =>
    reasons?.attention.find((one) => one.relation === relation) ?? { share: NaN, chance: NaN, queries: NaN };
  return [
    [
      /^(.+) scores (\d[\d.]*) ± ([\d.]+) higher than it otherwise would(?:; this alone explains (\d+) % of its scores|, and (.+) (\d[\d.]*) ± ([\d.]+))?\.$/,
      (key = "", shown = "", by = "", percent = "", other = "", also = "", within = "") => {
        const { effect, error, share } = numberOf(key);
        mustBe(shown, by, effect, error, key);
        if (percent !== "") mustShare(percent, share, key);
        if (other === "") return;
        const second = numberOf(other);
        mustBe(also, within, second.effect, second.error, other);
      },
    ],
    [
      /^Its scores depend most on (?:which token the key is|where the key lies), which alone explains (\d+) % of them\.$/,
      (percent = "") => {
        const effect = reasons?.effects["key"];
        const share = effect && "share" in effect ? effect.share : NaN;
        mustShare(percent, share, "the key");
        must(share >= 0.25 * (reasons?.explained ?? NaN), "the key is little of what is explained");
      },
    ],
    [
      /^Goes by which token the key is: (\d+) % of how its scores differ is due to this alone\.$/,
      (percent = "") => {
        const all = Object.values(reasons?.effects ?? {}).map((effect) =>
          "why" in effect ? 0 : effect.share,
        );
        const effect = reasons?.effects["key"];
        const share = effect && "share" in effect ? effect.share : NaN;
        mustShare(percent, share, "the key");
        must(share >= 0.3, "which token the key is explains too little");
        must(share >= 0.5 * (reasons?.explained ?? NaN), "the key is not most of what is explained");
        must(share >= Math.max(...all), "another relation explains more");
      },
    ],
    [
      /^Its scores fall by ([\d.]+) ± ([\d.]+) with each doubling of the distance(?:; this alone explains (\d+) % of its scores)?\.$/,
      (shown = "", by = "") => {
        const near = reasons?.effects["near"];
        const found = near && "effect" in near ? near : { effect: NaN, error: NaN };
        mustBe(shown, by, (found.effect ?? NaN) * Math.LN2, (found.error ?? NaN) * Math.LN2, "nearness");
      },
    ],
    [
      /^No single relation of query and key explains much of its scores; all together explain (\d+) %\.$/,
      (percent = "") => {
        mustShare(percent, reasons?.explained ?? NaN, "all reasons");
      },
    ],
    [
      /^(?:A further )?(\d+) % of its attention goes to (?:tokens at most 4 away|a patch and the ones that touch it) \(chance (\d+) %\)\.$/,
      (percent = "", by = "") => {
        mustShare(percent, part("nearby").share, "what is nearby");
        mustShare(by, part("nearby").chance, "chance of what is nearby");
      },
    ],
    [
      /^From (?:tokens|patches) with a label “.+”, (?:a further )?(\d+) % of its attention goes to (?:tokens|patches) with the same one \(chance (?:under )?(\d+) %\)\.$/,
      (percent = "") => {
        const ofLabels = (reasons?.attention ?? []).filter(({ relation }) => relation.startsWith("same."));
        must(
          ofLabels.some(({ share, queries }) => Math.abs(Number(percent) - (share / queries) * 100) <= 1),
          `no label has ${percent} %`,
        );
      },
    ],
  ];
}
