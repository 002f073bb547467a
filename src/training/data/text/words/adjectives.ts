/** Properties of things and beings. */
import { list } from "./list.ts";

export const COLORS = list(`red blue green yellow white black brown gray purple pink golden silver`);

/** Properties of anything. */
export const GENERAL_ADJECTIVES = list(`good unhappy`);

/** For comparisons; adjectives of more than one syllable. */
export const DEGREES = list(`famous careful curious honest polite cheerful grateful`);

/** Properties of things that people can hold. */
export const THING_ADJECTIVES = list(`
  old new small big little tiny long short round flat heavy light wooden cracked shiny rusty dusty clean dirty
  wet dry soft hard smooth rough warm cold thin thick sharp strange rare simple plain precious crooked
  empty hollow pretty ugly cheap useful`);

/** Lasting properties of people and animals. */
export const BEING_ADJECTIVES = list(`
  young old small big little tall clever brave kind gentle strong weak wild quick slow noisy quiet funny proud
  shy polite lazy careful curious wise silly friendly honest famous rich poor`);

/** Passing states of people and animals. */
export const MOODS = list(`
  happy sad tired hungry thirsty angry afraid lonely sick bored sleepy surprised worried pleased cheerful
  nervous glad jealous grateful busy`);

export const PLACE_ADJECTIVES = list(`
  dark quiet busy cold warm old empty beautiful dangerous green windy sunny foggy crowded peaceful`);

export const FOOD_ADJECTIVES = list(`
  sweet sour ripe fresh hot cold juicy tasty bitter salty crunchy delicious rotten`);
