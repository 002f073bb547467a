import { describe, expect, it } from "vitest";
import { copyChance, copyScores } from "#measures/weights/copy-scores.ts";

const N_WORDS = 20;

/** Logits of ten tokens, which are the first words. */
function logits(
  own: (token: number) => number,
  other: (token: number, word: number) => number,
): Float32Array {
  return Float32Array.from({ length: 10 * N_WORDS }, (_, at) => {
    const [token, word] = [Math.floor(at / N_WORDS), at % N_WORDS];
    return token === word ? own(token) : other(token, word);
  });
}
const IDS = Array.from({ length: 10 }, (_, id) => id);

describe("copy scores", () => {
  it("are 1 for a head that says what it sees, and its suppression is 0; the other way round with the sign", () => {
    const copies = copyScores(
      logits(
        () => 5,
        (_, word) => word / 100,
      ),
      IDS,
    );
    expect(copies).toMatchObject({ "copy-score": 1, "copy-score.first": 1, suppression: 0 });
    const not = copyScores(
      logits(
        () => -5,
        (_, word) => word / 100,
      ),
      IDS,
    );
    expect(not).toMatchObject({ "copy-score": 0, "copy-score.first": 0, suppression: 1 });
  });

  it("count tokens among the best five, by hand: four words stand above every odd token, six above every even one", () => {
    const scores = copyScores(
      logits(
        () => 0,
        (token, word) => (word > N_WORDS - 1 - (token % 2 === 1 ? 4 : 6) ? 1 : -1),
      ),
      IDS,
    );
    expect(scores).toMatchObject({ "copy-score": 0.5, "copy-score.first": 0, suppression: 0 });
  });

  it("take off what the head says whatever it sees, if centred", () => {
    // Words 15 to 19 are always said most.
    const scores = copyScores(
      logits(
        () => 1,
        (_, word) => (word >= 15 ? 9 : 0),
      ),
      IDS,
    );
    expect(scores).toMatchObject({ "copy-score": 0, "copy-score.centred": 1, "copy-score.centred-first": 1 });
  });

  it("are 0 for a head that says nothing, and beside them stands the chance", () => {
    expect(Object.values(copyScores(new Float32Array(10 * N_WORDS), IDS))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(copyChance(N_WORDS)).toMatchObject({
      "copy-score": 0.25,
      "copy-score.first": 0.05,
      suppression: 0.25,
    });
  });
});
