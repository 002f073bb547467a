/** Nouns, grouped by what people can do with the things. `one/many` if the plural is irregular. */
import { list } from "./list.ts";

/** Beings that can want, say and know something. */
export const ROLES = list(`
  baker farmer sailor doctor teacher captain king queen prince princess miller painter singer hunter gardener
  tailor pilot nurse soldier shepherd wizard witch giant dwarf/dwarves robot knight pirate clown
  boy girl child/children woman man neighbor stranger postman fisherman
  grandmother grandfather uncle aunt cousin brother sister dancer writer`);

export const ANIMALS = list(`
  dog cat mouse/mice horse cow goat sheep/sheep pig hen goose/geese rabbit fox wolf/wolves bear lion
  tiger elephant monkey snake frog turtle owl crow parrot pigeon spider ant bee whale dolphin seal
  crab hedgehog squirrel donkey camel dragon unicorn beaver otter raven swan mole`);

/** Things that a child can hold, hide, lose and give away. */
export const THINGS = list(`
  kite lamp key coin ball hat book bell cup spoon knife/knives feather ribbon mirror whistle rope pencil ring
  crown shell candle needle drum flute violin doll blanket pillow scarf/scarves glove shoe boot jar bottle
  bucket basin broom hammer nail shovel map letter clock marble button thread umbrella lantern puppet
  medal flag mask pebble acorn sword shield trumpet globe compass magnet kettle plate bowl fan brush
  comb necklace bracelet ticket picture diary puzzle slingshot wheel wand locket`);

export const FOODS = list(`
  apple pear plum cherry lemon peach nut carrot potato/potatoes tomato/tomatoes onion bean
  cake cookie pie pancake biscuit egg sandwich berry melon grape fig pumpkin muffin bun`);

/** Things that stay where they are. */
export const FIXTURES = list(`
  tree cabinet table chair bench fence gate door window wall well bridge tower statue fountain oven
  ladder bed shelf/shelves cart wagon boat tent hut rock bush flower haystack chimney stairway`);

/** Containers. */
export const CONTAINERS = list(
  `box basket bag drawer chest pocket sack trunk barrel suitcase cupboard crate`,
);

/** Places, each with its preposition. */
export const PLACES: readonly (readonly [preposition: string, place: string])[] = [
  ...list(`garden kitchen forest barn valley cave castle cellar attic meadow library village palace harbor desert
    jungle park orchard workshop stable tunnel classroom bakery theater tower`).map(
    (place) => ["in", place] as const,
  ),
  ...list(`market station school lake mill fair zoo museum playground bridge crossing inn`).map(
    (place) => ["at", place] as const,
  ),
  ...list(`hill island beach mountain farm roof balcony ship square stage`).map(
    (place) => ["on", place] as const,
  ),
];

/** Compounds of two words that occur only together, so the first half predicts the second. */
export const COMPOUNDS = list(`
  snowman snowball snowflake sunflower sunrise sunset sunbeam moonlight rainbow raincoat raindrop butterfly
  buttercup dragonfly firefly firewood fireplace starfish stargazer seashell seaweed seahorse bookshop bookworm
  treehouse doorbell doormat bedroom bathtub pancake cupcake teapot teacup flowerpot windmill waterfall
  watermelon grasshopper hedgehog ladybird`);
