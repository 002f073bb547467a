/** The state of a story (who is where and who has what), and unambiguous ways to mention its people and things. */
import type { Random } from "#math/random.ts";
import { chance } from "../../draw.ts";
import { people, sheAndHe, type Person } from "../beings.ts";
import { drawAllowed, isAllowed, type Drawing, type Use } from "../held-out.ts";
import { item, place, type Item, type Place } from "../noun-phrases.ts";
import { tell, type Phrase } from "../phrase.ts";

export interface World {
  readonly random: Random;
  readonly use: Use;
  readonly hero: Person;
  readonly friend: Person;
  /** One person is "she" and the other "he", so a pronoun is unambiguous. */
  readonly isClear: boolean;
  readonly thing: Item;
  readonly animal: Item;
  /** The owner of the thing; null while it is stored or lost. */
  holder: Person | null;
  /** The place of the thing while nobody has it, e.g. "in the box", and the place of the box. */
  stored: { readonly where: Phrase; readonly place: Place } | null;
  /** Whether the animal was mentioned. */
  isAnimalKnown: boolean;
  heroAt: Place;
  friendAt: Place;
  /** The person whom the last sentence was about. */
  topic: Person | null;
  /** Whether the last sentence mentioned the thing, and no other thing. */
  isThingFresh: boolean;
}

export function makeWorld({ random, use }: Drawing): World {
  const [[hero, friend], thing] = drawAllowed(
    () => {
      const pair = chance(random, 0.75) ? sheAndHe(random) : (people(random, 2) as [Person, Person]);
      return [pair, item(random, "thing", "thing")] as const;
    },
    ([pair, { noun }]) => pair.every(({ name }) => isAllowed(use, "holder", name[0]!.text, noun.one)),
  );
  const at = place(random);
  return {
    random,
    use,
    hero,
    friend,
    isClear: hero.isShe !== friend.isShe,
    thing,
    animal: item(random, "animal", "animal"),
    holder: null,
    stored: null,
    isAnimalKnown: false,
    heroAt: at,
    friendAt: at,
    topic: null,
    isThingFresh: false,
  };
}

export function other(world: World, person: Person): Person {
  return person === world.hero ? world.friend : world.hero;
}

export function placeOf(world: World, person: Person): Place {
  return person === world.hero ? world.heroAt : world.friendAt;
}

export function move(world: World, person: Person, to: Place): void {
  if (person === world.hero) world.heroAt = to;
  else world.friendAt = to;
}

export function areTogether(world: World): boolean {
  return world.heroAt === world.friendAt;
}

/** The person as the subject: by name, or by pronoun if the last sentence was about them. */
export function actor(world: World, person: Person): Phrase {
  const isKnown = world.isClear && world.topic === person && chance(world.random, 0.65);
  world.topic = person;
  return isKnown ? person.he : person.name;
}

/** The person as the object. */
export function target(world: World, person: Person): Phrase {
  return world.isClear && chance(world.random, 0.35) ? person.him : person.name;
}

/** The thing: "it" if it was just mentioned, otherwise "the kite". */
export function theThing(world: World): Phrase {
  const isKnown = world.isThingFresh && chance(world.random, 0.6);
  world.isThingFresh = true;
  return isKnown ? world.thing.it : world.thing.the;
}

/** Hero and friend by name, or "they". */
export function both(world: World): Phrase {
  const isKnown = chance(world.random, 0.5);
  world.topic = null;
  return isKnown ? tell`they` : tell`${world.hero.name} and ${world.friend.name}`;
}
