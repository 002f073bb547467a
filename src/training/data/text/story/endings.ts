/** Last sentences: questions about the final state and their answers, which reward a model that remembers it. */
import { chance, pick } from "../../draw.ts";
import { tell, type Phrase } from "../phrase.ts";
import { placeOf, type World } from "./world.ts";

export function endStory(world: World): Phrase[] {
  const { random } = world;
  const questions = [whereIsThing(world), whereIsSomebody(world)];
  const asked = questions.filter(() => chance(random, 0.6));
  const last = pick(random, [
    tell`Then ${world.hero.name} and ${world.friend.name} went home.`,
    tell`The end.`,
    tell`That was a good day.`,
    tell`They were friends forever.`,
  ]);
  return chance(random, 0.5) ? [...asked, last] : asked;
}

function whereIsThing({ random, holder, stored, thing }: World): Phrase {
  if (holder === null) return tell`Where was ${thing.the}? ${thing.it} was ${stored?.where ?? []}.`;
  return pick(random, [
    tell`Who had ${thing.the}? ${holder.name} had ${thing.the}.`,
    tell`Now ${thing.the} belonged to ${holder.name}.`,
    tell`In the end, ${holder.name} kept ${thing.the}.`,
  ]);
}

function whereIsSomebody(world: World): Phrase {
  const somebody = pick(world.random, [world.hero, world.friend]);
  const { at } = placeOf(world, somebody);
  return tell`Where was ${somebody.name}? ${somebody.he} was ${at}.`;
}
