/**
 * Questions with a right and a wrong one-word answer, each about a skill that heads are known for: agreement, reference,
 * copying. The word pairs that decide the answer were held out of training.
 */
import { seededRandom, seedFrom } from "#math/random.ts";
import { chance, integer, pick, pickSome, shuffle } from "../draw.ts";
import { sheAndHe } from "./beings.ts";
import { drawAllowed, isAllowed, type Drawing } from "./held-out.ts";
import { agreementClause } from "./kinds/agreement.ts";
import { entries, formOf, type Entry } from "./kinds/look-up.ts";
import { randomWords } from "./kinds/repeats.ts";
import { capital, layOut } from "./lay-out.ts";
import { item, place } from "./noun-phrases.ts";
import { inRow, readWords, tell, type Phrase } from "./phrase.ts";
import { BECAUSE_OF_SELF, BECAUSE_OF_THEM } from "./story/causes.ts";
import { MOODS } from "./words/adjectives.ts";

export const SKILLS = [
  "agreement",
  "agreement across",
  "coreference",
  "coreference by cause",
  "possession",
  "look-up",
  "copying",
] as const;

export type Skill = (typeof SKILLS)[number];

export interface Question {
  readonly skill: Skill;
  /** The text up to the word in question, without the space before it. */
  readonly before: string;
  /** The text after the word in question, for models that read in both directions. */
  readonly after: string;
  readonly correct: string;
  readonly wrong: string;
}

const ASK: Readonly<Record<Skill, (drawing: Drawing) => Question>> = {
  agreement: (drawing) => agree(drawing, false),
  "agreement across": (drawing) => agree(drawing, true),
  coreference: pronounOf,
  "coreference by cause": refer,
  possession: possess,
  "look-up": lookUp,
  copying: copy,
};

/** The same seed gives the same questions. */
export function questions(skill: Skill, seed: number, count: number): Question[] {
  const drawing: Drawing = { random: seededRandom(seedFrom("questions", skill, seed)), use: "evaluation" };
  return Array.from({ length: count }, () => ASK[skill](drawing));
}

/** The keys near the old cabinet … are, not is. */
function agree(drawing: Drawing, isAcross: boolean): Question {
  const clause = drawAllowed(
    () => agreementClause(drawing, isAcross),
    (drawn) => drawn.isAcross === isAcross,
  );
  const { right, wrong, subject, rest } = clause;
  return question(isAcross ? "agreement across" : "agreement", subject, right, wrong, tell` ${rest}.`);
}

/** Anna helped Tom because … he was tired: the verb decides who was tired. Or she/he follows from who was mentioned. */
function refer({ random, use }: Drawing): Question {
  const [a, b] = drawAllowed(
    () => sheAndHe(random),
    (pair) => isAllowed(use, "because", pair[0].name[0]!.text, pair[1].name[0]!.text),
  );
  const isSelf = chance(random, 0.5);
  const did = pick(random, isSelf ? BECAUSE_OF_SELF : BECAUSE_OF_THEM);
  const before = tell`${a.name} ${did} ${b.name} because`;
  const [right, wrong] = isSelf ? [a, b] : [b, a];
  return question(
    "coreference by cause",
    before,
    textOf(right.he),
    textOf(wrong.he),
    tell` was ${pick(random, MOODS)}.`,
  );
}

/** Two people were mentioned, and the question is about one of them: she or he. */
function pronounOf({ random }: Drawing): Question {
  const pair = sheAndHe(random);
  const { fullyAt } = place(random);
  const thing = item(random, "thing");
  const [asked, other] = chance(random, 0.5) ? pair : ([pair[1], pair[0]] as const);
  const before = inRow([
    tell`On Monday, ${pair[0].name} and ${pair[1].name} met ${fullyAt}.`,
    tell`${pick(random, pair).name} had ${thing.a}.`,
    tell`Where was ${asked.name}?`,
  ]);
  const found = question("coreference", before, textOf(asked.he), textOf(other.he), tell` was ${fullyAt}.`);
  return { ...found, correct: capital(found.correct), wrong: capital(found.wrong) };
}

/** Who has the object now? It changed hands once or twice. */
function possess({ random, use }: Drawing): Question {
  const [[hero, friend], thing] = drawAllowed(
    () => [sheAndHe(random), item(random, "thing")] as const,
    ([pair, { noun }]) => pair.every(({ name }) => isAllowed(use, "holder", textOf(name), noun.one)),
  );
  const { fullyAt, at } = place(random);
  const sentences: Phrase[] = [
    tell`On Monday, ${hero.name} and ${friend.name} met ${fullyAt}. ${hero.name} had ${thing.a}.`,
  ];
  let [holder, other] = [hero, friend];
  for (let i = integer(random, 0, 2); i > 0; i--) {
    sentences.push(
      chance(random, 0.5)
        ? tell`${holder.name} gave ${thing.the} to ${other.name}.`
        : tell`${other.name} took ${thing.the} from ${holder.name}.`,
    );
    [holder, other] = [other, holder];
  }
  if (chance(random, 0.5)) sentences.push(tell`They rested ${at}.`);
  const before = inRow([...sentences, tell`Now ${thing.the} belonged to`]);
  return question("possession", before, textOf(holder.name), textOf(other.name), readWords("."));
}

/** Keys and values were listed; one of the keys appears again. */
function lookUp(drawing: Drawing): Question {
  const { random } = drawing;
  const known = entries(drawing, integer(random, 2, 5));
  const form = formOf(random);
  // The first pair is the held-out one.
  const [asked, ...others] = known as [Entry, ...Entry[]];
  const last = form(asked);
  const at = last.findLastIndex(({ text }) => text === asked.value);
  const before = inRow([...shuffle(random, known).map(form), last.slice(0, at)]);
  return question("look-up", before, asked.value, pick(random, others).value, last.slice(at + 1), false);
}

/** Random words twice; the question is about one of them in the second half. */
function copy({ random }: Drawing): Question {
  const words = pickSome(random, [...new Set(randomWords(random, 24))], integer(random, 6, 14));
  const asked = integer(random, 2, words.length - 2);
  const wrong = pick(
    random,
    words.filter((word) => word !== words[asked]),
  );
  const before = readWords([...words, ...words.slice(0, asked)].join(" "));
  return question(
    "copying",
    before,
    words[asked]!,
    wrong,
    readWords(` ${words.slice(asked + 1).join(" ")}`),
    false,
  );
}

function question(
  skill: Skill,
  before: Phrase,
  correct: string,
  wrong: string,
  after: Phrase,
  sentences = true,
): Question {
  const text = layOut(before, sentences).text;
  // A placeholder for the word in question, so that the text after it does not begin a sentence.
  const whole = layOut([...before, ...readWords(" x"), ...after], sentences).text;
  return { skill, before: text, after: whole.slice(text.length + 2), correct, wrong };
}

function textOf(phrase: Phrase): string {
  return phrase.map(({ text }) => text).join(" ");
}
