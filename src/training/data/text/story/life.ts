/** Events around the people of a story: where they go, how they feel and why, and what the animal and the weather do. */
import type { Random } from "#math/random.ts";
import { chance, pick } from "../../draw.ts";
import { isAllowed } from "../held-out.ts";
import { item, NOUNS, place, stateFor } from "../noun-phrases.ts";
import { tell, type Phrase } from "../phrase.ts";
import { MOODS } from "../words/adjectives.ts";
import { NUMBERS } from "../words/function-words.ts";
import { VERBS } from "../words/inflect.ts";
import { WENT } from "../words/verbs.ts";
import { BECAUSE_OF_SELF, BECAUSE_OF_THEM } from "./causes.ts";
import type { Event } from "./possession.ts";
import { actor, areTogether, both, move, other, placeOf, target, theThing } from "./world.ts";

const ANIMAL_MET = ["followed", "watched", "greeted", "frightened", "chased", "met", "woke"];

/** What people do in each mood. */
const MOODS_AND_ACTS = [
  "happy laughed sang danced smiled",
  "glad smiled hopped sang",
  "cheerful jumped danced laughed",
  "sad cried wandered whispered",
  "lonely cried waited wandered",
  "tired slept rested yawned sat",
  "sleepy yawned snored rested",
  "afraid trembled shivered hid hurried",
  "angry shouted cried left",
  "surprised laughed jumped",
  "hungry ate waited",
  "sick sneezed coughed rested",
].map((line) => line.split(" "));

const WEARY = ["tired", "sleepy", "sick", "sad", "afraid", "hungry", "shy", "lazy", "busy", "weak"];

const LIFE: readonly Event[] = [
  function go(world) {
    const { random, hero, friend, holder } = world;
    const goer = pick(random, [hero, friend]);
    const to = place(random);
    if (to.name === placeOf(world, goer).name) return undefined;
    move(world, goer, to);
    const who = actor(world, goer);
    const load = holder === goer && chance(random, 0.5) ? tell`with ${theThing(world)}` : [];
    return tell`${who} ${pick(random, WENT)} to ${to.the} ${load}.`;
  },
  function goTogether(world) {
    const { random, hero, friend } = world;
    if (!areTogether(world)) return undefined;
    const to = place(random);
    if (to.name === placeOf(world, hero).name) return undefined;
    move(world, hero, to);
    move(world, friend, to);
    return tell`Then ${both(world)} ${pick(random, WENT)} to ${to.the} together.`;
  },
  function join(world) {
    if (areTogether(world)) return undefined;
    const { random, hero, friend } = world;
    const comer = pick(random, [hero, friend]);
    const to = placeOf(world, other(world, comer));
    move(world, comer, to);
    return tell`${actor(world, comer)} came to ${to.the} too and met ${target(world, other(world, comer))} there.`;
  },
  function because(world) {
    if (!areTogether(world)) return undefined;
    const { random, hero, friend } = world;
    const who = pick(random, [hero, friend]);
    const whom = other(world, who);
    if (!isAllowed(world.use, "because", who.name[0]!.text, whom.name[0]!.text)) return undefined;
    const mood = pick(random, MOODS);
    world.isThingFresh = false;
    const isSelf = chance(random, 0.5);
    const did = pick(random, isSelf ? BECAUSE_OF_SELF : BECAUSE_OF_THEM);
    const sentence = tell`${who.name} ${did} ${whom.name} because ${(isSelf ? who : whom).he} was ${mood}.`;
    world.topic = isSelf ? who : whom;
    return sentence;
  },
  function look(world) {
    if (!areTogether(world)) return undefined;
    const { random, hero, friend } = world;
    const first = pick(random, [hero, friend]);
    const second = other(world, first);
    const looked = pick(random, ["looked at", "smiled at", "waved to", "listened to"]);
    world.topic = null;
    return tell`${first.name} ${looked} ${second.name}, and ${second.name} ${looked} ${first.name}.`;
  },
  function swap(world) {
    const { random, hero, friend } = world;
    if (!areTogether(world) || world.holder === null) return undefined;
    const giver = world.holder;
    const taker = other(world, giver);
    const { a, the } = item(random, "thing", "other thing");
    world.holder = taker;
    world.topic = null;
    world.isThingFresh = false;
    return tell`${taker.name} had ${a}. ${hero.name} and ${friend.name} swapped. Now ${giver.name} had ${the} and ${taker.name} had ${world.thing.the}.`;
  },
  function animal(world) {
    const { random, hero, friend } = world;
    const watched = pick(random, [hero, friend]);
    const beast = world.isAnimalKnown ? world.animal.the : world.animal.a;
    world.isAnimalKnown = true;
    world.isThingFresh = false;
    world.topic = null;
    return pick<() => Phrase>(random, [
      () => tell`Then ${beast} came and ${pick(random, ANIMAL_MET)} ${watched.name}.`,
      () => tell`${beast} ${pick(random, VERBS.alone).past} ${placeOf(world, watched).at}.`,
      () => tell`${watched.name} saw ${beast}. ${world.animal.the} was ${stateFor(random, "animal")}.`,
    ])();
  },
  function weather(world) {
    const { random } = world;
    world.topic = null;
    world.isThingFresh = false;
    return pick(random, [
      tell`The sun shone over ${world.heroAt.the}.`,
      tell`It rained all day.`,
      tell`The wind blew softly.`,
      tell`Soon it was evening, and the stars came out.`,
      tell`The night was dark and cold.`,
      tell`It snowed, and everything became white.`,
    ]);
  },
  function count(world) {
    const { random, hero, friend } = world;
    if (!areTogether(world)) return undefined;
    const [giver, taker] = chance(random, 0.5) ? [hero, friend] : [friend, hero];
    const { many, one } = pick(random, NOUNS.food);
    const n = 2 + Math.floor(random() * 8);
    const left = n - 1;
    world.isThingFresh = false;
    world.topic = giver;
    const rest = left === 1 ? `one ${one}` : `${NUMBERS[left]!} ${many}`;
    return tell`${giver.name} had ${NUMBERS[n]!} ${many} and gave one to ${taker.name}. Now ${giver.he} had ${rest}.`;
  },
  function doTogether(world) {
    if (!areTogether(world)) return undefined;
    const { random } = world;
    const how = pick(random, ["until evening", "all day", "together", "happily", "for a long time"]);
    world.isThingFresh = false;
    return tell`${both(world)} ${pick(random, VERBS.together).past} ${how}.`;
  },
  function feel(world) {
    const { random, hero, friend } = world;
    const who = pick(random, [hero, friend]);
    const [mood, ...acts] = pick(random, MOODS_AND_ACTS) as [string, ...string[]];
    world.isThingFresh = false;
    const name = actor(world, who);
    if (chance(random, 0.4))
      return tell`${name} was too ${pick(random, WEARY)} to ${pick(random, VERBS.together).base}.`;
    return tell`${name} was ${mood} and ${pick(random, acts)}.`;
  },
];

export function lifeEvent(random: Random): Event {
  return pick(random, LIFE);
}
