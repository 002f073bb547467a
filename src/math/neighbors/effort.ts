/**
 * How hard neighbors are looked for where there are too many points to compare all pairs. Measured on 99,990 queries and keys
 * of tiny-gpt L2H0, 90 neighbors: all of them take 25.9 CPU seconds; with these numbers 6.7 s find 0.953 of all and 0.984
 * of the nearest 15, with one join instead of two and 2,048 compared 5.3 s find 0.909 and 0.949.
 */

/** Of a leaf, at most: leaves of 256 points find 0.889 of what leaves of 32 find 0.963 of, with as many compared. */
export const LEAF_POINTS = 32;
/** Points of near leaves that a point is compared with. */
export const COMPARED = 3072;
/** How often neighbors are compared with their neighbors' neighbors. */
export const N_JOINS = 2;
/** Of so many neighbors, so many neighbors. */
export const JOINED = 24;
export const JOINED_OF_EACH = 40;
