import { describe, expect, it } from "vitest";
import { copyChance, CopyRanks, copyScores } from "#measures/weights/copy-scores.ts";

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

  it("are the same part by part, although most tokens are done before the last one", () => {
    const [nTokens, nWords, nPerPart] = [40, 600, 64];
    // Every fourth token is said, every fourth one is suppressed.
    const all = Float32Array.from({ length: nTokens * nWords }, (_, at) => {
      const [token, word] = [Math.floor(at / nWords), at % nWords];
      const noise = Math.sin(at * 12.9898) + Math.cos(word * 4.1);
      return noise + (word === token * 7 ? [3, 0, -3, 0][token % 4]! : 0);
    });
    const ids = Array.from({ length: nTokens }, (_, token) => token * 7);
    const meanOf = (word: number): number =>
      ids.reduce((sum, _, token) => sum + all[token * nWords + word]! / nTokens, 0);
    const own = ids.map((id, token) => all[token * nWords + id]!);
    const ranks = new CopyRanks(
      ids,
      own,
      own.map((number, token) => number - meanOf(ids[token]!)),
    );
    let open: Int32Array = Int32Array.from({ length: nTokens }, (_, token) => token);
    const nOpen: number[] = [];
    for (let first = 0; first < nWords; first += nPerPart) {
      const n = Math.min(nPerPart, nWords - first);
      const logits = Float32Array.from(
        { length: open.length * n },
        (_, at) => all[open[Math.floor(at / n)]! * nWords + first + (at % n)]!,
      );
      const means = Array.from({ length: n }, (_, word) => meanOf(first + word));
      ranks.add(open, logits, { first, nWords: n, means });
      open = ranks.undecided(open);
      nOpen.push(open.length);
    }
    expect(ranks.scores()).toEqual(copyScores(all, ids));
    expect(ranks.scores()["copy-score"]).toBeGreaterThan(0.15);
    expect(nOpen[1]!).toBeLessThan(nTokens);
    expect(nOpen.at(-1)).toBeGreaterThan(0);
  });
});
