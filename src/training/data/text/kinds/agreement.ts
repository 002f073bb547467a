/** Verbs that agree with a distant subject: the keys near the old cabinet are rusty. */
import { chance, integer, pick } from "../../draw.ts";
import { drawAllowed, isAllowed, type Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { adjectiveFor, counted, item, NOUNS, stateFor, type Sort } from "../noun-phrases.ts";
import { inRow, meaning, readWords, tell, type Phrase } from "../phrase.ts";
import { VERBS, type Noun } from "../words/inflect.ts";

export interface Clause {
  /** The noun phrase with the words between it and its verb. */
  readonly subject: Phrase;
  readonly isMany: boolean;
  readonly sort: Sort;
  /** Whether the last noun before the verb has the other number. */
  readonly isAcross: boolean;
  /** The verb in the form that agrees, and in the form that does not. */
  readonly right: string;
  readonly wrong: string;
  readonly rest: Phrase;
}

const BESIDE: Readonly<Partial<Record<Sort, readonly string[]>>> = {
  thing: ["near", "beside", "with", "under", "behind"],
  fixture: ["near", "behind", "beside", "under", "above", "below", "in front of"],
};

/** @param attracted Always places a noun of the other number in between. */
export function agreementClause(drawing: Drawing, attracted = false): Clause {
  const { random } = drawing;
  const sort = pick(random, ["role", "animal", "animal", "thing", "thing", "food"] as const);
  const isBeing = sort === "role" || sort === "animal";
  const other = pick(
    random,
    isBeing ? (["role", "animal", "thing", "fixture"] as const) : (["thing", "fixture"] as const),
  );
  const [subject, attractor] = drawAllowed(
    () => [pick(random, NOUNS[sort]), pick(random, NOUNS[other])] as const,
    ([a, b]) =>
      a !== b && a.one !== a.many && b.one !== b.many && isAllowed(drawing.use, "agreement", a.one, b.one),
  );
  const isMany = chance(random, 0.5);
  const isAcross = attracted || chance(random, 0.45);
  const head = counted(
    random,
    subject,
    isMany,
    chance(random, 0.35) ? adjectiveFor(random, sort) : undefined,
  );
  const otherIsMany = isAcross ? !isMany : chance(random, 0.5);
  const between =
    isAcross || chance(random, 0.4) ? modifier(drawing, isBeing, isMany, other, attractor, otherIsMany) : [];
  const [right, wrong, rest] = predicate(drawing, sort, isMany);
  return {
    subject: tell`${meaning("subject", head.phrase)} ${between}`,
    isMany,
    sort,
    isAcross,
    right,
    wrong,
    rest,
  };
}

/** near the old cabinet; who feeds the two dogs */
function modifier(
  { random }: Drawing,
  isBeing: boolean,
  isMany: boolean,
  sort: Sort,
  attractor: Noun,
  attractorIsMany: boolean,
): Phrase {
  const adjective = chance(random, 0.4) ? adjectiveFor(random, sort) : undefined;
  const named = meaning("attractor", counted(random, attractor, attractorIsMany, adjective).phrase);
  if (!isBeing || chance(random, 0.65))
    return tell`${pick(random, BESIDE[sort] ?? ["near", "behind", "beside", "with"])} ${named}`;
  const seen =
    sort === "role" || sort === "animal"
      ? VERBS.onBeings
      : sort === "fixture"
        ? VERBS.onFixtures
        : VERBS.animalsDo;
  const verb = pick(random, seen);
  const agreed = meaning("subject", readWords(isMany ? verb.base : verb.third));
  return pick(random, [tell`who ${agreed} ${named}`, tell`who ${verb.past} ${named}`]);
}

type Predicate = readonly [right: string, wrong: string, rest: Phrase];

function predicate({ random }: Drawing, sort: Sort, isMany: boolean): Predicate {
  const agree = (one: string, many: string): readonly [string, string] =>
    isMany ? [many, one] : [one, many];
  const be = pick(random, [agree("is", "are"), agree("is", "are"), agree("was", "were")]);
  const state = stateFor(random, sort);
  const adverb = pick(random, ["", "", "", "very", "too", "not", "never"]);
  const still = tell`${adverb} ${state}`;
  if (sort === "food") return [...be, still];
  if (sort === "thing") {
    if (chance(random, 0.75)) return [...be, still];
    const owner = item(random, "role").the;
    return pick(random, [
      [...agree("belongs", "belong"), tell`to ${owner}`],
      [
        ...agree("has", "have"),
        tell`fallen ${pick(random, ["from the shelf", "into the well", "off the table", "behind the door"])}`,
      ],
    ]);
  }
  const act = pick(random, VERBS.alone);
  const doing = pick(random, sort === "animal" ? VERBS.animalsDo : VERBS.onThings);
  const what = item(random, "thing");
  const how = pick(
    random,
    ["again", "too", "often", "now", "today", "every day", "together", "alone"].slice(0, isMany ? 7 : 6),
  );
  return pick(random, [
    [...be, still],
    [...be, still],
    [...be, tell`${act.ing} ${how}`],
    [...agree("has", "have"), tell`${doing.participle} ${what.a}`],
    [...agree("has", "have"), tell`${what.a}`],
    [...agree("does", "do"), tell`not ${act.base}`],
    [...agree(act.third, act.base), tell`${how}`],
    [...agree(doing.third, doing.base), tell`${pick(random, [what.a, what.the])}`],
  ]);
}

/** Three to five sentences; some continue with "it" or "they". */
export function agreementRow(drawing: Drawing): LabeledText {
  const { random } = drawing;
  const sentences = Array.from({ length: integer(random, 3, 5) }, (): Phrase => {
    const clause = agreementClause(drawing);
    const verb = meaning("subject", readWords(clause.right));
    const said = tell`${clause.subject} ${verb} ${clause.rest}`;
    return chance(random, 0.35) ? tell`${said}${goOn(drawing, clause)}.` : tell`${said}.`;
  });
  return layOut(inRow(sentences));
}

/** …, and they are wet. "It" does not fit a single woman or man, so their sentences end without this part. */
function goOn({ random }: Drawing, { isMany, sort }: Clause): Phrase {
  if (sort === "role" && !isMany) return [];
  const they = meaning("subject", readWords(isMany ? "they are" : "it is"));
  return tell`, ${pick(random, ["and", "and", "but", "so"])} ${they} ${stateFor(random, sort)}`;
}
