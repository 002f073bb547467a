import { useEffect, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from "react";
import { StepCurve } from "./StepCurve.tsx";
import type { SliderProps } from "./shown-steps.ts";
import { StepMotion } from "./step-motion.ts";
import { measuredAt, positionName } from "./steps.ts";
import { Styles } from "../panels/Styles.tsx";
import styles from "./step-slider.css?inline";

export { loadStageMaps } from "./load-maps.ts";

/** Keys may follow each other; the page follows the last one. In milliseconds. */
const QUIET_MS = 500;

/** A slider over the stages of training. A pointer may hold points anywhere on their way; keys go from stage to stage. */
export function SliderOfSteps({ shown, steps, map }: SliderProps): ReactNode {
  const { at, maps, onMoving, onWanted, goTo } = shown;
  const last = steps.stages.length - 1;
  const [motion] = useState(() => new StepMotion(at));
  const position = useSyncExternalStore(motion.subscribe, motion.position, motion.position);
  useEffect(() => {
    // After the map has drawn what has just been loaded.
    const frame = requestAnimationFrame(() => motion.drawOn(map, maps));
    return () => {
      cancelAnimationFrame(frame);
      motion.drawOn(null, null);
    };
  }, [motion, map, maps]);
  useEffect(() => {
    motion.rest(at);
    onMoving(false);
    return () => motion.stop();
  }, [motion, at, onMoving]);

  /** Moves the points to a stage, and then goes to its page. */
  const settle = (stage: number, quietMs: number): void => {
    onWanted();
    onMoving(true);
    motion.moveTo(stage, isReduced(), quietMs, () => (stage === at ? onMoving(false) : goTo(stage)));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const stage = afterKey(event.key, motion.goal(), last);
    if (stage === null) return;
    // The browser's own keys would move the slider by less than a stage.
    event.preventDefault();
    event.stopPropagation();
    settle(stage, QUIET_MS);
  };
  const name = positionName(steps, position);
  const measured = measuredAt(steps, position);
  return (
    <div className="steps-slider" role="group" aria-label="While the model learned">
      <Styles css={styles} />
      <p>
        <strong>{name}</strong>
        {measured.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </p>
      <div>
        <input
          type="range"
          aria-label="Stage of training"
          aria-valuetext={[name, ...measured].join(", ")}
          min={0}
          max={last}
          step={isReduced() ? 1 : 0.01}
          value={position}
          onChange={(event) => {
            onMoving(true);
            motion.hold(Number(event.target.value));
          }}
          onPointerUp={() => settle(Math.round(motion.goal()), 0)}
          onKeyDown={onKeyDown}
        />
        <StepCurve steps={steps} position={position} />
      </div>
    </div>
  );
}

function isReduced(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** The stage to which a key leads; null for other keys. */
function afterKey(key: string, goal: number, last: number): number | null {
  const [next, previous] = [Math.floor(goal) + 1, Math.ceil(goal) - 1];
  const stages: Readonly<Record<string, number>> = {
    ArrowRight: next,
    ArrowUp: next,
    PageUp: next,
    ArrowLeft: previous,
    ArrowDown: previous,
    PageDown: previous,
    Home: 0,
    End: last,
  };
  const stage = stages[key];
  return stage === undefined ? null : Math.min(last, Math.max(0, stage));
}
