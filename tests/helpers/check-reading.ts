/**
 * Checks what is said of a head against its row of heads.json. Thresholds, chance and names are written here a second time,
 * from the guide to the measures rather than from the code that writes the readings.
 */
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { spaced } from "./read-heads.ts";

type Numbers = Pick<HeadNumbers, "metrics" | "chance">;
type Name = keyof HeadNumbers["metrics"];

/** What each name of a place measures, and how far beyond chance a head must look there to be said to. */
const NAMES: readonly [RegExp, Name, number][] = [
  [/^the previous (token|patch in reading order)$/, "previous", 0.3],
  [/^the next (token|patch in reading order)$/, "next", 0.3],
  [
    /^the first (token|patch|token of the other sequence)$|^the (first of the tokens|token) before the patches$/,
    "first",
    0.3,
  ],
  [/^the (token|patch) itself$/, "self", 0.35],
];
const WORTH_A_NUMBER = 0.15;

/** Every mistake in the reading; empty if each clause is true, and nothing that is clearly beyond chance is left out. */
export function mistakesIn(written: string, { metrics, chance }: Numbers): string[] {
  const reading = spaced(written);
  const found: string[] = [];
  const must = (isTrue: boolean, what: string): void => {
    if (!isTrue) found.push(`${what} (${reading})`);
  };
  const value = (name: Name): number => metrics[name] ?? NaN;
  const even = (name: Name): number => chance?.[name] ?? NaN;
  const above = (name: Name): number => {
    const [by, room] = [value(name) - even(name), 1 - even(name)];
    return room === 0 ? 0 : by / room;
  };
  const near = (shown: string, real: number, half: number, what: string): void =>
    must(Math.abs(Number(shown) - real) <= half + 1e-6, `${what}: says ${shown}, is ${real}`);
  const said = new Map<Name, "habit" | "part">();
  const share = (place: string, percent: string, by: string, as: "habit" | "part"): Name => {
    const [, name] = NAMES.find(([words]) => words.test(place)) ?? [];
    if (name === undefined) throw new Error(`No measure is known of ${place}.`);
    return numbers(name, percent, by, as);
  };
  const numbers = (name: Name, percent: string, by: string, as: "habit" | "part"): Name => {
    must(!said.has(name), `${name} is said twice`);
    said.set(name, as);
    near(percent, value(name) * 100, 0.51, name);
    if (by === "under 1") must(even(name) < 0.0051 && even(name) > 0, `chance of ${name} is not under 1 %`);
    else near(by, even(name) * 100, 0.51, `chance of ${name}`);
    must(above(name) >= WORTH_A_NUMBER, `${name} is hardly beyond chance`);
    return name;
  };
  const least = (name: Name): number => NAMES.find(([, own]) => own === name)?.[2] ?? 0.3;
  const away = (shown: string, by: string, unit: string): void => {
    const name = unit === "patches" ? "patchDistance" : "distance";
    near(shown, value(name), 0.05, name);
    near(by, even(name), 0.05, `chance of ${name}`);
  };
  const distance = (): number => {
    const name = metrics.patchDistance === null ? "distance" : "patchDistance";
    return value(name) / even(name);
  };
  const where = (what: string): void => {
    const ratio = distance();
    if (what.includes("near and far")) must(!(ratio <= 0.5) && !(ratio >= 1.3 + 1e-9), "is near or far");
    else if (what.includes("far")) must(ratio >= 1.3 - 1e-9, "is not far");
    else must(ratio <= 0.5, "is not near");
  };

  const CLAUSES: readonly [RegExp, (...parts: string[]) => void][] = [
    [
      /^An induction head: for tokens seen before, (\d+) % of its attention goes to what followed them then \(chance (.+) %\)\.$/,
      (percent = "", by = "") => {
        numbers("induction", percent, by, "habit");
        must(above("induction") >= 0.3, "is no induction head");
      },
    ],
    [
      /^(?:Looks (mostly|partly) at|Rests (mostly|partly) on) (.+): (\d+) % of its attention \(chance (.+) %\)\.$/,
      (looks = "", rests = "", place = "", percent = "", by = "") => {
        const name = share(place, percent, by, "habit");
        must((looks || rests) === (value(name) >= 0.495 ? "mostly" : "partly"), "mostly is at least half");
        must(above(name) >= least(name), `${name} is below what a habit needs`);
        const better = NAMES.filter(([, other, need]) => above(other) >= need && above(other) > above(name));
        must(better.length === 0, "the strongest place comes first");
        must(!(above("induction") >= 0.3), "an induction head is not called one");
      },
    ],
    [
      /^Divides most of its attention between (.+)\.$/,
      (list = "") => {
        const names = [...list.matchAll(/(?:^|, | and )(the [^(]+) \((\d+) %, chance ([^%]+) %\)/g)].map(
          ([, place = "", percent = "", by = ""]) => share(place, percent, by, "habit"),
        );
        must(names.length >= 2 && !names.includes("first"), "is not several places");
        must(names.reduce((sum, name) => sum + value(name), 0) >= 0.5, "is not most of it");
      },
    ],
    [
      /^Picks out few (?:tokens|patches) at a time: its spread is (.+) \(chance (.+)\)\.$/,
      (shown = "", by = "") => {
        near(shown, metrics.entropy, 0.005, "spread");
        near(by, even("entropy"), 0.005, "chance of spread");
        must(metrics.entropy <= 0.4 * even("entropy") + 1e-9, "is not focused");
      },
    ],
    [
      /^They are (near|far away): (.+) (tokens|patches) away on average \(chance (.+)\)\.$/,
      (what = "", shown = "", unit = "", by = "") => {
        away(shown, by, unit);
        where(what);
      },
    ],
    [
      /^Spreads its attention widely: its spread is (.+) \(chance (.+)\)\.$/,
      (shown = "") => {
        near(shown, metrics.entropy, 0.005, "spread");
        must(metrics.entropy > 0.85, "is not spread");
      },
    ],
    [
      /^Looks at several (?:tokens|patches)(, near and far| nearby| far away): (.+) (tokens|patches) away on average \(chance (.+)\)\.$/,
      (what = "", shown = "", unit = "", by = "") => {
        away(shown, by, unit);
        where(what);
        must(
          metrics.entropy <= 0.85 && metrics.entropy > 0.4 * even("entropy") - 1e-9,
          "is spread or focused",
        );
      },
    ],
    [/^Looks at several tokens of the other sequence\.$/, () => must(metrics.self === null, "is in its own")],
    [
      /^For tokens seen before, (\d+) % of its attention goes to what followed them then \(chance (.+) %\)\.$/,
      (percent = "", by = "") => {
        numbers("induction", percent, by, "part");
        must(above("induction") < 0.3, "an induction head is not called one");
      },
    ],
    [
      /^(\d+ % (?:of its attention )?goes to .+)\.$/,
      (list = "") => {
        for (const [, percent = "", place = "", by = ""] of list.matchAll(
          /(\d+) % (?:of its attention )?(?:goes )?to (the [^(]+) \(chance ([^%]+) %\)/g,
        ))
          share(place, percent, by, "part");
      },
    ],
  ];

  const sentences = reading.split(/(?<=\.) (?=[A-Z0-9])/);
  if (even("entropy") === 0) {
    must(reading.includes("nothing to choose from"), "sees one token at a time");
    return found;
  }
  for (const sentence of sentences) {
    const clause = CLAUSES.find(([words]) => words.test(sentence));
    if (clause) clause[1](...(clause[0].exec(sentence)?.slice(1) ?? []));
    else found.push(`No number is known of: ${sentence}`);
  }
  for (const [name, need] of [
    ...NAMES.map(([, name, need]) => [name, need] as const),
    ["induction", 0.3] as const,
  ]) {
    must(
      said.has(name) || !(above(name) >= WORTH_A_NUMBER),
      `${name} is clearly beyond chance, and left out`,
    );
    const isKnown = [...said.values()].includes("habit");
    must(isKnown || !(above(name) >= need), `has the habit ${name}, and is not known by any`);
  }
  return found;
}
