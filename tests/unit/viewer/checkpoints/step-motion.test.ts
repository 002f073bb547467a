import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { StepMotion } from "#viewer/checkpoints/step-motion.ts";

const at = (x: number): MapCoordinates => ({ n: 1, x: Float32Array.of(x), y: Float32Array.of(0) });
const maps = [at(0), at(1), at(0.5)];

/** A map that remembers where its point was drawn. */
function drawing(): { places: number[]; setCoordinates: (map: MapCoordinates) => void } {
  const places: number[] = [];
  return { places, setCoordinates: (map) => places.push(map.x[0] ?? NaN) };
}

describe("the motion between checkpoints", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("requestAnimationFrame", (draw: (now: number) => void) =>
      setTimeout(() => draw(performance.now()), 16),
    );
    vi.stubGlobal("cancelAnimationFrame", clearTimeout);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("holds the points where the pointer is, midway too", () => {
    const map = drawing();
    const motion = new StepMotion(0);
    motion.drawOn(map, maps);
    motion.hold(0.5);
    motion.hold(1.5);
    expect(map.places).toEqual([0, 0.5, 0.75]);
    expect(motion.position()).toBe(1.5);
  });

  it("moves through what lies between, and has arrived once nothing followed", () => {
    const map = drawing();
    const motion = new StepMotion(0);
    const onArrived = vi.fn();
    motion.drawOn(map, maps);
    motion.moveTo(1, false, 500, onArrived);
    expect(motion.goal()).toBe(1);
    vi.advanceTimersByTime(350);
    const midway = map.places.at(-1);
    expect(midway).toBeGreaterThan(0.3);
    expect(midway).toBeLessThan(0.7);
    vi.advanceTimersByTime(400);
    expect(map.places.at(-1)).toBe(1);
    expect(onArrived).not.toHaveBeenCalled();
    vi.advanceTimersByTime(500);
    expect(onArrived).toHaveBeenCalledOnce();
  });

  it("cuts for readers who prefer no motion", () => {
    const map = drawing();
    const motion = new StepMotion(0);
    motion.drawOn(map, maps);
    motion.moveTo(1, true, 0, () => undefined);
    expect(map.places).toEqual([0, 1]);
  });

  it("has not arrived at a stage from which the reader went on", () => {
    const motion = new StepMotion(0);
    const arrivedAt: number[] = [];
    for (const stage of [1, 2]) motion.moveTo(stage, true, 500, () => arrivedAt.push(stage));
    vi.advanceTimersByTime(2000);
    expect(arrivedAt).toEqual([2]);
  });

  it("ends where the page already is, and draws nothing on a map that is gone", () => {
    const map = drawing();
    const motion = new StepMotion(0);
    const onChange = vi.fn();
    motion.drawOn(map, maps);
    motion.subscribe(onChange);
    motion.moveTo(1, false, 0, () => expect.unreachable());
    motion.drawOn(null, null);
    motion.rest(2);
    vi.advanceTimersByTime(2000);
    expect(map.places).toEqual([0]);
    expect(motion.position()).toBe(2);
    expect(onChange).toHaveBeenCalledOnce();
  });
});
