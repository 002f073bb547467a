/** Names of people; each clearly belongs to a "she" or a "he". */
import { list } from "./list.ts";

export const SHE_NAMES = list(`
  Ada Amy Anna Bella Clara Dora Ella Emma Eva Greta Hanna Ida Ivy June Lena Lily Lucy Maya Mia Nina
  Nora Olga Rita Rosa Ruth Sara Tina Vera Zoe`);

export const HE_NAMES = list(`
  Adam Ali Ben Carl Dan Emil Felix Finn Hugo Ivan Jack Jon Karl Leo Luis Max Noah Omar Oscar Otto Paul
  Pete Rafi Sam Simon Theo Tim Tom Victor`);

/** Words that family names consist of, e.g. Mia Greenhill. */
export const FAMILY_NAMES = list(`Brook Hale Marsh Penny Stone Wells Winter Woods`);

/** Syllables of invented names: none is an English word, and each takes several tokens. */
export const SYLLABLES = list(`
  ba be bim bo bru da do dul fa fen fi ga gor ka ki kor la lim lo lu ma mi mo na nu pa pim po ra ri ro
  sa sil ta tam ti to va vi vo wa wim ya za zi zor zum`);
