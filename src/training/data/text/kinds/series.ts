/** Series that follow a rule (numbers, days, months, letters), and sums in digits and in words. */
import type { Random } from "#math/random.ts";
import { chance, integer, pick } from "../../draw.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { readWords } from "../phrase.ts";
import { list } from "../words/list.ts";
import { DAYS, MONTHS, NUMBERS } from "../words/function-words.ts";

const LETTERS = list("a b c d e f g h i j k l m n o p q r s t u v w x y z");

/** One or two series, forward or back, by steps of one, two, or (in digits) up to ten. */
export function seriesRow({ random }: Drawing): LabeledText {
  const pieces = Array.from({ length: integer(random, 1, 2) }, () => oneSeries(random));
  return layOut(readWords(pieces.join(" ")), false);
}

function oneSeries(random: Random): string {
  const mark = pick(random, [",", ",", " -", ""]);
  const length = integer(random, 5, 10);
  const step = pick(random, [1, 1, 1, 2, -1]);
  const items = chance(random, 0.3)
    ? digits(random, length)
    : around(random, pick(random, [DAYS, MONTHS, LETTERS, NUMBERS]), length, step);
  return `${items.join(`${mark} `)}.`;
}

/** Days, months and letters start again after the last one. Numbers do not, so they start where the series fits. */
function around(random: Random, all: readonly string[], length: number, step: number): string[] {
  const isNumber = all === NUMBERS;
  const room = all.length - Math.abs(step) * (length - 1);
  const first = isNumber ? integer(random, 0, Math.max(0, room - 1)) : integer(random, 0, all.length - 1);
  const count = isNumber && room < 1 ? Math.ceil(all.length / 2) : length;
  const start = isNumber && step < 0 ? all.length - 1 - first : first;
  return Array.from(
    { length: count },
    (_, i) => all[(((start + i * step) % all.length) + all.length) % all.length]!,
  );
}

function digits(random: Random, length: number): number[] {
  const step = integer(random, 1, 10);
  const start = integer(random, 0, 10);
  const up = Array.from({ length }, (_, i) => start + i * step);
  return chance(random, 0.3) ? up.reverse() : up;
}

/** Three to five sums with results up to twenty. */
export function sumRow({ random }: Drawing): LabeledText {
  const inWords = chance(random, 0.6);
  const sums = Array.from({ length: integer(random, 3, 5) }, () => sum(random, inWords));
  return layOut(readWords(`${sums.join(inWords ? ", " : "; ")}.`), false);
}

function sum(random: Random, inWords: boolean): string {
  const [a, b] = [integer(random, 0, 10), integer(random, 0, 10)];
  const [left, sign, right, result] = chance(random, 0.6) ? [a, "+", b, a + b] : [a + b, "-", b, a];
  if (!inWords) return `${left} ${sign} ${right} = ${result}`;
  const words = [left, right, result].map((n) => NUMBERS[n]!);
  return `${words[0]!} ${sign === "+" ? "and" : "without"} ${words[1]!} makes ${words[2]!}`;
}
