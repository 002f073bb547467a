/** Verbs. `base past participle` if irregular, `base` alone if regular. `inflect.ts` makes the forms. */

const lines = (text: string): string[] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map((line) => line.trim());

/** With a thing as the object. */
export const ON_THINGS = lines(`
  find found found, hide hid hidden, carry, lose lost lost, scrub, mend, sell sold sold, buy bought bought, borrow,
  drop, keep kept kept, hold held held, bring brought brought, want, need, love, see saw seen, paint, wash,
  draw drew drawn, break broke broken, steal stole stolen, collect, polish, admire, remember, forget forgot forgotten,
  throw threw thrown, catch caught caught, pull, push, lift, choose chose chosen, wrap, touch, make made made`);

/** With a thing as the object, also for animals. */
export const ANIMALS_DO = lines(`
  find found found, carry, lose lost lost, drop, see saw seen, steal stole stolen, pull, push, touch, want,
  catch caught caught, keep kept kept, hide hid hidden, bring brought brought, break broke broken`);

/** With an immovable thing as the object. */
export const ON_FIXTURES = lines(
  `see saw seen, paint, admire, remember, draw drew drawn, love, find found found, touch`,
);

/** With a person or an animal as the object. */
export const ON_BEINGS = lines(`
  see saw seen, follow, help, chase, meet met met, love, know knew known, hear heard heard, visit, greet, watch,
  admire, fear, call, teach taught taught, thank, tease, trust, find found found, miss, remember, hug, feed fed fed,
  wake woke woken, invite, frighten, praise`);

/** Without an object. */
export const ALONE = lines(`
  sleep slept slept, sing sang sung, laugh, dance, jump, run ran run, wait, smile, cry, swim swam swum, rest, play,
  whisper, shout, wander, snore, climb, dream, work, cough, shiver, sneeze, yawn, listen, hop, giggle,
  tremble, grow grew grown, fall fell fallen, sit sat sat, stand stood stood, wink, hurry`);

/** Activities of friends that last a while. */
export const TOGETHER = lines(
  `sing sang sung, dance, play, swim swam swum, rest, work, laugh, wait, climb, sleep slept slept`,
);

/** With food as the object. */
export const ON_FOOD = lines(
  `eat ate eaten, cook, bake, taste, share, bite bit bitten, cut cut cut, peel, swallow, smell`,
);

/** Verbs of movement to a place, in the past tense. */
export const WENT = ["went", "walked", "ran", "hurried", "wandered"];
