/** Speech: quotation marks that open and close, and answers that repeat words of the question. */
import { chance, integer, pick } from "../../draw.ts";
import { people, type Person } from "../beings.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { item, place, stateFor } from "../noun-phrases.ts";
import { inRow, tell, type Phrase } from "../phrase.ts";
import { COLORS } from "../words/adjectives.ts";
import { NUMBERS } from "../words/function-words.ts";

type Talk = (drawing: Drawing, a: Person, b: Person) => Phrase;

const TALKS: readonly Talk[] = [
  ({ random }, a, b) => {
    const { the, it } = item(random, "thing", "thing");
    const { at } = place(random);
    return tell`"Where is ${the}?" asked ${a.name}. "${it} is ${at}," ${pick(random, ["said", "answered", "replied"])} ${b.name}.`;
  },
  ({ random }, a, b) => {
    const { the, it } = item(random, "thing", "thing");
    const color = pick(random, COLORS);
    return tell`"What color is ${the}?" asked ${a.name}. "${the} is ${color}," said ${b.name}. "I see that ${it} is ${color}!" cried ${a.name}.`;
  },
  ({ random }, a, b) => {
    const mood = pick(random, ["sad", "angry", "worried", "unhappy", "quiet"]);
    return tell`"Why are you ${mood}, ${b.name}?" asked ${a.name}. "I am ${mood} because I lost ${item(random, "thing", "thing").a}," ${b.he} ${pick(random, ["answered", "whispered", "said"])}.`;
  },
  ({ random }, a, b) => {
    const { bare } = item(random, "thing", "thing");
    return tell`"Give me the ${bare}, please," said ${a.name}. "No, the ${bare} is mine!" ${pick(random, ["shouted", "cried"])} ${b.name}.`;
  },
  ({ random }, a, b) => {
    const count = pick(random, NUMBERS.slice(2, 13));
    const { noun } = item(random, pick(random, ["thing", "food"] as const));
    return tell`"How many ${noun.many} do you have?" asked ${a.name}. "I have ${count} ${noun.many}," said ${b.name}. "${count} ${noun.many} are not enough," said ${a.name}.`;
  },
  ({ random }, a, b) => {
    const { the } = place(random);
    return tell`"Come with me to ${the}," ${b.name} begged. "I will come to ${the} tomorrow," ${a.name} promised.`;
  },
  ({ random }, a, b) => {
    const { a: creature, noun, bare } = item(random, "animal", "animal");
    const state = stateFor(random, "animal");
    return tell`"Look, there is ${creature}!" cried ${a.name}. "That ${bare} is ${state}," said ${b.name}. "All ${noun.many} are ${state}," said ${a.name}.`;
  },
  (_, a, b) =>
    tell`"Are you there, ${b.name}?" ${a.name} called. "Yes, I am here, ${a.name}!" ${b.name} called back.`,
];

export function dialogueRow(drawing: Drawing): LabeledText {
  const { random } = drawing;
  const [a, b] = people(random, 2) as [Person, Person];
  const talks = Array.from({ length: integer(random, 1, 3) }, () =>
    chance(random, 0.5) ? pick(random, TALKS)(drawing, a, b) : pick(random, TALKS)(drawing, b, a),
  );
  const { fullyAt } = place(random);
  const opening = chance(random, 0.5) ? [tell`${a.name} and ${b.name} met ${fullyAt}.`] : [];
  return layOut(inRow([...opening, ...talks]));
}
