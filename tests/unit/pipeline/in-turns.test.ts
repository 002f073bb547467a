import { describe, expect, it } from "vitest";
import { inTurns, type Turn } from "#pipeline/in-turns.ts";

const makeWork = () => Promise.withResolvers<undefined>();

/** Items that tell what happens to them, and do what they are told to. */
function scene(names: readonly string[]) {
  const told: string[] = [];
  const at = new Map<string, Turn & ReturnType<typeof makeWork>>();
  const ended = inTurns(names, async (name, turn) => {
    told.push(`${name} begins`);
    const work = makeWork();
    at.set(name, { ...turn, ...work });
    await work.promise;
    await turn.before;
    told.push(`${name} ends`);
  });
  ended.catch(() => undefined);
  return { told, ended, of: (name: string) => at.get(name)! };
}
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("items in turns", () => {
  it("follow each other where none says that the next one may begin", async () => {
    const { told, ended, of } = scene(["a", "b"]);
    await soon();
    expect(told).toEqual(["a begins"]);
    of("a").resolve(undefined);
    await soon();
    of("b").resolve(undefined);
    await ended;
    expect(told).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("overlap by one: a third one waits until the first one has ended", async () => {
    const { told, ended, of } = scene(["a", "b", "c"]);
    of("a").free();
    await soon();
    of("b").free();
    await soon();
    expect(told).toEqual(["a begins", "b begins"]);
    of("a").resolve(undefined);
    await soon();
    expect(told).toEqual(["a begins", "b begins", "a ends", "c begins"]);
    of("c").resolve(undefined);
    of("b").resolve(undefined);
    await ended;
    expect(told.slice(4)).toEqual(["b ends", "c ends"]);
  });

  it("end in their order, though a later one is done sooner", async () => {
    const { told, ended, of } = scene(["a", "b"]);
    of("a").free();
    await soon();
    of("b").resolve(undefined);
    await soon();
    expect(told).toEqual(["a begins", "b begins"]);
    of("a").resolve(undefined);
    await ended;
    expect(told).toEqual(["a begins", "b begins", "a ends", "b ends"]);
  });

  it("begin no more after an error, which is told once all that began have ended", async () => {
    const { told, ended, of } = scene(["a", "b", "c"]);
    of("a").free();
    await soon();
    of("a").reject(new Error("stopped"));
    let isOver = false;
    void ended.catch(() => (isOver = true));
    await soon();
    expect(isOver).toBe(false);
    of("b").resolve(undefined);
    await expect(ended).rejects.toThrow("stopped");
    expect(told).toEqual(["a begins", "b begins"]);
  });

  it("are none at all, at once", async () => {
    await expect(inTurns([], () => Promise.reject(new Error("never")))).resolves.toBeUndefined();
  });
});
