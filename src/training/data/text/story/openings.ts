/** First sentences, which introduce the people, the thing and the place. */
import { pick } from "../../draw.ts";
import { tell, type Phrase } from "../phrase.ts";
import { BEING_ADJECTIVES } from "../words/adjectives.ts";
import { articleFor } from "../words/inflect.ts";
import { DAYS, MONTHS } from "../words/function-words.ts";
import { move, type World } from "./world.ts";
import { place } from "../noun-phrases.ts";

type Opening = (world: World) => Phrase;

const OPENINGS: readonly Opening[] = [
  (world) => {
    const { random, hero, friend, heroAt, thing } = world;
    const when = pick(random, [
      ...DAYS.map((day) => `On ${day}`),
      "One morning",
      "One day",
      "In the evening",
    ]);
    return owned(
      world,
      tell`${when}, ${hero.name} and ${friend.name} met ${heroAt.fullyAt}. ${hero.name} had ${thing.a}.`,
    );
  },
  (world) => {
    const { random, hero, friend, thing, heroAt } = world;
    const state = pick(random, BEING_ADJECTIVES);
    return owned(
      world,
      tell`Once there was ${articleFor(state)} ${state} ${young(hero.isShe)} called ${hero.name}. ${hero.he} had ${thing.a} and a friend called ${friend.name}. They lived ${heroAt.fullyAt}.`,
    );
  },
  (world) => {
    const { random, hero, friend, thing, heroAt } = world;
    const when = pick(random, [...MONTHS.map((month) => `In ${month}`), "Last night", "One summer"]);
    return owned(
      world,
      tell`${when}, ${hero.name} found ${thing.a} ${heroAt.fullyAt}. ${friend.name} was there too.`,
    );
  },
  (world) => {
    const { random, hero, friend, thing } = world;
    move(world, friend, place(random));
    return owned(
      world,
      tell`${hero.name} lived ${world.heroAt.fullyAt}. ${friend.name} lived ${world.friendAt.fullyAt}. ${hero.name} had ${thing.a}.`,
    );
  },
  (world) => {
    const { hero, friend, thing, heroAt, animal } = world;
    world.isAnimalKnown = true;
    return owned(
      world,
      tell`${hero.name} and ${friend.name} were ${heroAt.fullyAt} with ${animal.a}. ${hero.name} saw ${thing.a} there and took it.`,
    );
  },
];

export function openStory(world: World): Phrase {
  return pick(world.random, OPENINGS)(world);
}

function owned(world: World, opening: Phrase): Phrase {
  world.holder = world.hero;
  return opening;
}

function young(isShe: boolean): string {
  return isShe ? "girl" : "boy";
}
