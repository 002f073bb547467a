import { describe, expect, it } from "vitest";
import { groupTensors } from "#pipeline/architectures/group-tensors.ts";

const named = (...names: readonly string[]): string[] =>
  groupTensors(names.map((name) => ({ name }))).map(({ name }) => name);

describe("names of tensors in messages", () => {
  it("stand together if they differ only in their numbers", () => {
    expect(named("h.0.attn.bias", "h.1.attn.bias", "ln_f.bias", "h.2.attn.bias")).toEqual([
      "h.0–2.attn.bias (3 tensors)",
      "ln_f.bias",
    ]);
    expect(named("h.3.a", "h.7.a", "h.5.a")).toEqual(["h.{3, 5, 7}.a (3 tensors)"]);
  });

  it("tell the numbers of each place", () => {
    expect(named("h.0.experts.0.w1", "h.0.experts.1.w1", "h.1.experts.0.w1", "h.1.experts.1.w1")).toEqual([
      "h.0–1.experts.0–1.w1 (4 tensors)",
    ]);
  });

  it("leave out numbers where there are many, but count them", () => {
    const even = Array.from({ length: 40 }, (_, i) => `h.${2 * i}.w`);
    expect(named(...even)).toEqual(["h.{0, 2, 4, 6, 8, 10, …}.w (40 tensors)"]);
  });

  it("stand apart if something else about them differs", () => {
    const tensors = [
      { name: "h.0.w", shape: "2" },
      { name: "h.1.w", shape: "3" },
      { name: "h.2.w", shape: "2" },
    ];
    expect(groupTensors(tensors, ({ shape }) => shape).map(({ name }) => name)).toEqual([
      "h.{0, 2}.w (2 tensors)",
      "h.1.w",
    ]);
  });

  it("are every name, once", () => {
    const names = ["a", "a.0", "a.1", "b.10.c.2", "b.11.c.2", "", "7", "8"];
    const groups = groupTensors(names.map((name) => ({ name })));
    expect(groups.flatMap(({ tensors }) => tensors.map(({ name }) => name)).sort()).toEqual(names.sort());
    expect(groups.map(({ first, tensors }) => first === tensors[0])).toEqual(groups.map(() => true));
  });
});
