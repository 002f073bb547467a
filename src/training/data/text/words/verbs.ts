/** What one does. `base past participle` where irregular; `base` alone where regular. Forms: `inflect.ts`. */

const lines = (text: string): string[] =>
  text
    .trim()
    .split(/\s*,\s*/)
    .map((line) => line.trim());

/** With a thing. */
export const ON_THINGS = lines(`
  find found found, hide hid hidden, carry, lose lost lost, scrub, mend, sell sold sold, buy bought bought, borrow,
  drop, keep kept kept, hold held held, bring brought brought, want, need, love, see saw seen, paint, wash,
  draw drew drawn, break broke broken, steal stole stolen, collect, polish, admire, remember, forget forgot forgotten,
  throw threw thrown, catch caught caught, pull, push, lift, choose chose chosen, wrap, touch, make made made`);

/** What an animal does with a thing, too. */
export const ANIMALS_DO = lines(`
  find found found, carry, lose lost lost, drop, see saw seen, steal stole stolen, pull, push, touch, want,
  catch caught caught, keep kept kept, hide hid hidden, bring brought brought, break broke broken`);

/** With what stays where it is. */
export const ON_FIXTURES = lines(
  `see saw seen, paint, admire, remember, draw drew drawn, love, find found found, touch`,
);

/** With people and animals. */
export const ON_BEINGS = lines(`
  see saw seen, follow, help, chase, meet met met, love, know knew known, hear heard heard, visit, greet, watch,
  admire, fear, call, teach taught taught, thank, tease, trust, find found found, miss, remember, hug, feed fed fed,
  wake woke woken, invite, frighten, praise`);

/** With nothing else. */
export const ALONE = lines(`
  sleep slept slept, sing sang sung, laugh, dance, jump, run ran run, wait, smile, cry, swim swam swum, rest, play,
  whisper, shout, wander, snore, climb, dream, work, cough, shiver, sneeze, yawn, listen, hop, giggle,
  tremble, grow grew grown, fall fell fallen, sit sat sat, stand stood stood, wink, hurry`);

/** What friends do together for a while. */
export const TOGETHER = lines(
  `sing sang sung, dance, play, swim swam swum, rest, work, laugh, wait, climb, sleep slept slept`,
);

/** With food. */
export const ON_FOOD = lines(
  `eat ate eaten, cook, bake, taste, share, bite bit bitten, cut cut cut, peel, swallow, smell`,
);

/** To some place, in the past. */
export const WENT = ["went", "walked", "ran", "hurried", "wandered"];
