import { describe, expect, it } from "vitest";
import { questions, SKILLS } from "../../../../src/training/data/text/evaluation.ts";
import { isAllowed } from "../../../../src/training/data/text/held-out.ts";
import { NOUNS } from "../../../../src/training/data/text/noun-phrases.ts";
import { KINDS, labeledRows, type Kind } from "../../../../src/training/data/text/rows.ts";

const only = (kind: Kind): Record<Kind, number> =>
  Object.fromEntries(KINDS.map((other) => [other, other === kind ? 1 : 0])) as Record<Kind, number>;

describe("the questions of the evaluation", () => {
  it.each(SKILLS)(
    "of %s are the same for the same seed, ask for one word, and offer two different ones",
    (skill) => {
      const asked = questions(skill, 1, 200);
      expect(questions(skill, 1, 200)).toEqual(asked);
      expect(questions(skill, 2, 200)).not.toEqual(asked);
      for (const { before, after, correct, wrong } of asked) {
        expect(before).not.toMatch(/\s$/);
        expect(correct).not.toMatch(/\s/);
        expect(correct).not.toBe(wrong);
        expect(`${before} ${correct}${after}`).not.toMatch(/ {2}| [.,;:!?]/);
      }
    },
  );

  it("of agreement across always have a noun of the other number last before the verb", () => {
    const nouns = Object.values(NOUNS).flat();
    for (const { before, correct, wrong } of questions("agreement across", 1, 300)) {
      const last = before.split(" ").at(-1);
      // Of two forms of a verb, the one for he, she and it has the s.
      const [one, many] = correct.endsWith("s") && !wrong.endsWith("s") ? [correct, wrong] : [wrong, correct];
      const isLastMany = nouns.some((noun) => noun.many === last);
      expect(correct, before).toBe(isLastMany ? one : many);
    }
  });

  it("of possession ask for whoever has the thing after all that happened", () => {
    for (const { before, correct, wrong } of questions("possession", 1, 300)) {
      let holder = /\. (\w+) had an? /.exec(before)![1]!;
      const events = before.matchAll(/(\w+) (gave|took) the \w+ (?:to|from) (\w+)\./g);
      for (const [, actor = "", verb, partner = ""] of events) {
        expect(holder).toBe(verb === "gave" ? actor : partner);
        holder = verb === "gave" ? partner : actor;
      }
      expect(correct).toBe(holder);
      expect(before).toContain(wrong);
    }
  });

  it("of look-up ask for a key that was listed with that answer, and offer the answer of another", () => {
    for (const { before, correct, wrong } of questions("look-up", 1, 300)) {
      expect(before).toContain(` ${correct}`);
      expect(before).toContain(` ${wrong}`);
      const asked = before
        .split(/[,;/.(] ?/)
        .at(-1)
        .trim();
      expect(before.slice(0, -asked.length), before).toContain(`${asked} ${correct}`);
    }
  });

  it("of copying ask for what followed the same words before", () => {
    for (const { before, correct } of questions("copying", 1, 300)) {
      const words = before.split(" ");
      const period = words.findIndex((_, i) => i > 0 && words.slice(i).every((word, k) => word === words[k]));
      expect(words[words.length - period]).toBe(correct);
    }
  });
});

describe("what is held out", () => {
  it("is about a twelfth of all pairs, and is never both in training and in evaluation", () => {
    const pairs = Array.from({ length: 3000 }, (_, i) => [`a${i % 60}`, `b${Math.floor(i / 60)}`] as const);
    const held = pairs.filter(([a, b]) => isAllowed("evaluation", "x", a, b));
    expect(held.length / pairs.length).toBeGreaterThan(0.06);
    expect(held.length / pairs.length).toBeLessThan(0.11);
    for (const [a, b] of pairs)
      expect(isAllowed("training", "x", a, b)).toBe(!isAllowed("evaluation", "x", a, b));
  });

  it("never comes in a training row: nobody has there what the evaluation gives them", () => {
    const pairs = questions("possession", 1, 300).map(({ before, correct }) => {
      const [, , thing = ""] = /had (an?) (?:\w+) (\w+)\./.exec(before)!;
      return [correct, thing] as const;
    });
    const texts = labeledRows(1, 3000, only("story")).map(({ text }) => text);
    for (const [name, thing] of pairs) {
      const holds = new RegExp(`${name} (had|kept|held) (the|an?)( \\w+)? ${thing}\\.`);
      const first = (text: string): boolean =>
        holds.test(
          text
            .split(/(?<=\.) /)
            .slice(0, 2)
            .join(" "),
        );
      expect(texts.filter(first)).toEqual([]);
    }
  });
});
