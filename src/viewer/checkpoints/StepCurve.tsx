import type { ReactNode } from "react";
import type { Position, Step, Steps } from "./steps.ts";

interface StepCurveProps {
  readonly steps: Steps;
  readonly position: Position;
}

/** Height of the curve, in CSS pixels. */
const HEIGHT = 30;
/** More names than these would run into each other. */
const MAX_NAMES = 8;

/** The course of the measure over the stages, its value by chance, and where the slider is. All of it is also said in words. */
export function StepCurve({ steps, position }: StepCurveProps): ReactNode {
  const { stages, measure } = steps;
  const chance = measure?.chance ?? null;
  const last = stages.length - 1;
  const across = (place: number): string => `${(100 * place) / last}%`;
  const most = Math.max(0.1, chance ?? 0, ...stages.map(({ value }) => value ?? 0));
  const up = (value: number): number => HEIGHT - 4 - (value / most) * (HEIGHT - 8);
  const nth = Math.ceil(stages.length / MAX_NAMES);
  return (
    <div className="steps-curve" aria-hidden="true">
      <svg height={HEIGHT}>
        {chance !== null && <line className="chance" x1="0" x2="100%" y1={up(chance)} y2={up(chance)} />}
        <line className="now" x1={across(position)} x2={across(position)} y1="0" y2={HEIGHT} />
        {segments(stages).map(([place, from, to]) => (
          <line
            key={place}
            className="course"
            x1={across(place)}
            x2={across(place + 1)}
            y1={up(from)}
            y2={up(to)}
          />
        ))}
        {stages.map(
          ({ slug, value }, place) =>
            value !== null && (
              <circle
                key={slug}
                className={place === position ? "is-now" : undefined}
                cx={across(place)}
                cy={up(value)}
                r={place === position ? 4 : 2.5}
              />
            ),
        )}
      </svg>
      <div className="names">
        {stages.map(
          ({ slug, name }, place) =>
            (place % nth === 0 || place === last) && (
              <span key={slug} style={{ left: across(place) }}>
                {name.replace(/^step /, "")}
              </span>
            ),
        )}
      </div>
    </div>
  );
}

/** The parts of the course whose both ends were measured. */
function segments(stages: readonly Step[]): (readonly [place: number, from: number, to: number])[] {
  return stages.flatMap(({ value }, place) => {
    const next = stages[place + 1]?.value ?? null;
    return value === null || next === null ? [] : [[place, value, next] as const];
  });
}
