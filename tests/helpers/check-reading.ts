/**
 * Checks what is said of a head against its row of heads.json. Thresholds, chance and names are written here a second time,
 * from the guide to the measures rather than from the code that writes the readings.
 */
import { reasonClauses } from "./check-reasons.ts";
import { spaced } from "./read-heads.ts";
import {
  ALL,
  countedFromChance,
  isOffset,
  lettersOf,
  NAMES,
  sorting,
  type About,
  type Name,
  type Numbers,
} from "./reading-numbers.ts";

/** Every mistake in the reading; empty if each clause is true, and nothing that is clearly beyond chance is left out. */
export function mistakesIn(written: string, counted: Numbers, about: About = {}): string[] {
  const reading = spaced(written);
  const found: string[] = [];
  const must = (isTrue: boolean, what: string): void => {
    if (!isTrue) found.push(`${what} (${reading})`);
  };
  const { value, even, above, worth, known } = countedFromChance(counted, about);
  const { metrics } = counted;
  /** Whether nothing that the head does from its threshold on is stronger. */
  const mustBeStrongest = (name: Name): void => {
    must(known(name), `${name} is below what a habit needs`);
    must(!(above("induction") >= 0.3), "an induction head is not called one");
    const better = ALL.filter((other) => known(other) && above(other) > above(name));
    must(better.length === 0, "what it does most comes first");
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
    must(worth(name), `${name} is hardly beyond chance`);
    return name;
  };
  const away = (shown: string, by: string, unit: string): void => {
    const name = unit === "patches" ? "patchDistance" : "distance";
    near(shown, value(name), 0.05, name);
    near(by, even(name), 0.05, `chance of ${name}`);
  };
  const distance = (): number => {
    const name = metrics.patchDistance === null ? "distance" : "patchDistance";
    return value(name) / even(name);
  };
  /** A head with weight on what follows reads both ways; a causal one has none of these numbers. */
  const readsAhead = metrics.offset2 !== undefined && metrics.offset2 !== null;
  const mustReadSoFar = (which: string, copies: string): void => {
    const isCausal = which === "seen before";
    must(isCausal === (copies === "earlier"), "earlier copies are those seen before");
    must(!(isCausal && readsAhead), "reads both ways, and is said to see earlier copies alone");
  };
  const where = (what: string): void => {
    const ratio = distance();
    if (what.includes("near and far")) must(!(ratio <= 0.5) && !(ratio >= 1.3 + 1e-9), "is near or far");
    else if (what.includes("far")) must(ratio >= 1.3 - 1e-9, "is not far");
    else must(ratio <= 0.5, "is not near");
  };

  const byColor = sorting(counted, about);
  const colorsSaid: string[] = [];

  const CLAUSES: readonly [RegExp, (...parts: string[]) => void][] = [
    [
      /^An induction head: for tokens seen before, (\d+) % of its attention goes to what followed them then \(chance (.+) %\)\.$/,
      (percent = "", by = "") => {
        numbers("induction", percent, by, "habit");
        must(above("induction") >= 0.3, "is no induction head");
      },
    ],
    [
      /^A duplicate-token head: for tokens (seen before|that occur again), (\d+) % of its attention goes to their (earlier|other) copies \(chance (.+) %\)\.$/,
      (which = "", percent = "", copies = "", by = "") => {
        numbers("duplicate", percent, by, "habit");
        mustBeStrongest("duplicate");
        mustReadSoFar(which, copies);
      },
    ],
    [
      /^For tokens (seen before|that occur again), (\d+) % of its attention goes to their (earlier|other) copies \(chance (.+) %\)\.$/,
      (which = "", percent = "", copies = "", by = "") => {
        numbers("duplicate", percent, by, "part");
        mustReadSoFar(which, copies);
      },
    ],
    [
      /^Looks (mostly|partly) within the same object: from an object, (\d+) % of its attention stays on it \(chance (.+) %\)\.$/,
      (how = "", percent = "", by = "") => {
        numbers("sameObject", percent, by, "habit");
        must(how === (value("sameObject") >= 0.495 ? "mostly" : "partly"), "mostly is at least half");
        mustBeStrongest("sameObject");
      },
    ],
    [
      /^From an object, (\d+) % of its attention stays on it \(chance (.+) %\)\.$/,
      (percent = "", by = "") => {
        numbers("sameObject", percent, by, "part");
      },
    ],
    [
      /^(?:Looks (mostly|partly) at|Rests (mostly|partly) on) (.+): (\d+) % of its attention \(chance (.+) %\)\.$/,
      (looks = "", rests = "", place = "", percent = "", by = "") => {
        const name = share(place, percent, by, "habit");
        must((looks || rests) === (value(name) >= 0.495 ? "mostly" : "partly"), "mostly is at least half");
        mustBeStrongest(name);
      },
    ],
    [
      /^Divides most of its attention between (.+)\.$/,
      (list = "") => {
        const names = [...list.matchAll(/(?:^|, | and )([a-z][^(]+) \((\d+) %, chance ([^%]+) %\)/g)].map(
          ([, place = "", percent = "", by = ""]) => share(place, percent, by, "habit"),
        );
        must(names.length >= 2 && names.every(isOffset), "is not several places");
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
    [
      /^(Sorts by )?(.+?)(?:, which)? explains (\d+) % of the (.+) map \(chance 0\)\.$/,
      (sorts = "", what = "", percent = "", map = "") => {
        colorsSaid.push(what);
        must(lettersOf(what) === byColor?.words, "another color sorts the map, or none");
        must(about.map?.startsWith(lettersOf(map)) === true, "is another map");
        near(percent, (byColor?.share ?? NaN) * 100, 0.51, what);
        if (sorts !== "") must(!ALL.some(known) && (byColor?.share ?? 0) >= 0.5, "is not known by its map");
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
          /(\d+) % (?:of its attention )?(?:goes )?to ([a-z][^(]+) \(chance ([^%]+) %\)/g,
        ))
          share(place, percent, by, "part");
      },
    ],
  ];

  const CLAIMS = [...reasonClauses(counted, must), ...CLAUSES];
  const sentences = reading.split(/(?<=\.) (?=[A-Z0-9])/);
  if (even("entropy") === 0) {
    must(reading.includes("nothing to choose from"), "sees one token at a time");
    return found;
  }
  for (const sentence of sentences) {
    const clause = CLAIMS.find(([words]) => words.test(sentence));
    if (clause) clause[1](...(clause[0].exec(sentence)?.slice(1) ?? []));
    else found.push(`No number is known of: ${sentence}`);
  }
  must(colorsSaid.length === (byColor ? 1 : 0), "the color that sorts the map is said once");
  for (const name of ALL) {
    must(said.has(name) || !worth(name), `${name} is clearly beyond chance, and left out`);
    const isKnown = [...said.values()].includes("habit");
    must(isKnown || !known(name), `has the habit ${name}, and is not known by any`);
  }
  return found;
}
