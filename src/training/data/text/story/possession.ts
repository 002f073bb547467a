/** Events around the object of a story: someone gives, takes, hides, finds, loses it or asks for it. */
import type { Random } from "#math/random.ts";
import { chance, pick } from "../../draw.ts";
import { container } from "../noun-phrases.ts";
import { tell, type Phrase } from "../phrase.ts";
import { verb } from "../words/inflect.ts";
import { actor, areTogether, other, placeOf, target, theThing, type World } from "./world.ts";

/** @returns undefined if the event is impossible at this point. */
export type Event = (world: World) => Phrase | undefined;

const CARE = ["scrub", "mend", "paint", "wash", "polish", "admire", "lift", "wrap", "touch"].map(verb);

const POSSESSION: readonly Event[] = [
  function give(world) {
    const { holder, random } = world;
    if (holder === null || !areTogether(world)) return undefined;
    const receiver = other(world, holder);
    const gave = pick(random, ["gave", "gave", "handed", "passed"]);
    const sentence = tell`${actor(world, holder)} ${gave} ${theThing(world)} to ${target(world, receiver)}.`;
    world.holder = receiver;
    return sentence;
  },
  function take(world) {
    const { holder, random } = world;
    if (holder === null || !areTogether(world)) return undefined;
    const taker = other(world, holder);
    const took = pick(random, ["took", "took", "borrowed", "bought", "stole"]);
    const sentence = tell`${actor(world, taker)} ${took} ${theThing(world)} from ${target(world, holder)}.`;
    world.holder = taker;
    return sentence;
  },
  function hide(world) {
    const { holder, random } = world;
    if (holder === null) return undefined;
    const where = tell`in ${container(random)}`;
    const sentence = tell`${actor(world, holder)} ${pick(random, ["put", "hid", "left"])} ${theThing(world)} ${where}.`;
    world.holder = null;
    world.stored = { where, place: placeOf(world, holder) };
    return sentence;
  },
  function fetch(world) {
    const { stored, random, hero, friend } = world;
    if (stored === null) return undefined;
    const near = [hero, friend].filter((somebody) => placeOf(world, somebody) === stored.place);
    if (near.length === 0) return undefined;
    const finder = pick(random, near);
    const found = pick(random, ["found", "saw", "looked for"]);
    const who = actor(world, finder);
    const sentence =
      found === "found"
        ? tell`${who} found ${theThing(world)} ${stored.where}.`
        : tell`${who} ${found} ${world.thing.the}. It was ${stored.where}, and ${world.isClear ? finder.he : finder.name} took it.`;
    world.holder = finder;
    world.stored = null;
    return sentence;
  },
  function lose(world) {
    const { holder, random } = world;
    if (holder === null || chance(random, 0.5)) return undefined;
    const at = placeOf(world, holder);
    world.holder = null;
    world.stored = { where: at.at, place: at };
    return tell`${actor(world, holder)} lost ${theThing(world)} ${at.at}.`;
  },
  function want(world) {
    const { holder } = world;
    if (holder === null) return undefined;
    const wisher = other(world, holder);
    return tell`${actor(world, wisher)} wanted ${theThing(world)}, but ${world.isClear ? holder.he : holder.name} had it.`;
  },
  function enjoy(world) {
    const { holder, random, thing } = world;
    if (holder === null) return undefined;
    const mood = pick(random, ["happy", "glad", "proud", "cheerful"]);
    return tell`${actor(world, holder)} was ${mood} because ${holder.he} had ${thing.the}.`;
  },
  function care(world) {
    const { holder, random } = world;
    if (holder === null) return undefined;
    return tell`${actor(world, holder)} ${pick(random, CARE).past} ${theThing(world)}.`;
  },
  function recall({ holder, thing, isThingFresh }) {
    if (holder === null || !isThingFresh) return undefined;
    return tell`${thing.it} was ${thing.a}.`;
  },
  function ask(world) {
    const { holder, stored, thing, random, hero, friend } = world;
    if (!areTogether(world)) return undefined;
    const asker = holder === null ? pick(random, [hero, friend]) : other(world, holder);
    const knower = other(world, asker);
    const said = pick(random, ["said", "answered", "replied"]);
    world.topic = knower;
    const question = tell`"Where is ${thing.the}?" asked ${asker.name}.`;
    if (holder !== null) return tell`${question} "I have ${thing.it}," ${said} ${knower.name}.`;
    return tell`${question} "${thing.it} is ${stored?.where ?? []}," ${said} ${knower.name}.`;
  },
  function show(world) {
    const { holder, thing } = world;
    if (holder === null || !areTogether(world)) return undefined;
    const watcher = other(world, holder);
    world.topic = watcher;
    world.isThingFresh = true;
    return tell`"Look at my ${thing.bare}!" said ${holder.name}. ${watcher.name} looked at ${thing.the}.`;
  },
  function stay(world) {
    const { holder, random } = world;
    if (holder === null) return undefined;
    const { at } = placeOf(world, holder);
    return tell`${actor(world, holder)} ${pick(random, ["kept", "held"])} ${theThing(world)} ${at}.`;
  },
];

export function possessionEvent(random: Random): Event {
  return pick(random, POSSESSION);
}
