import { useMemo, type ReactNode } from "react";
import { MAX_PICTURE_LINES, PICTURE_WEIGHTS, type View } from "#atlas/view/view.ts";
import { strongestConnections, weightsOf, type Pattern } from "#drawing/attention/pattern.ts";
import { boosted } from "#math/average-pattern.ts";
import type { SequencePoint } from "../LineFigure.tsx";
import { Slider } from "../Slider.tsx";
import { PatchLines } from "./PatchLines.tsx";
import { Picture, type PictureProps } from "./Picture.tsx";

interface PictureFigureProps extends Pick<PictureProps, "table" | "patches" | "sheet" | "sequence"> {
  readonly pattern: Pattern;
  readonly hasLines: boolean;
  readonly nLines: number;
  /** From which weight on: 0 … `PICTURE_WEIGHTS`. */
  readonly step: number;
  readonly onChange: (change: Partial<Pick<View, "pictureLines" | "pictureWeight">>) => void;
  readonly selected: SequencePoint;
  readonly pointed: SequencePoint | null;
  readonly onPoint: (place: SequencePoint | null) => void;
  readonly onSelect: (place: SequencePoint) => void;
}

/** Number of lines of the chosen patch, which are always shown. */
const OWN_LINES = 6;

/** The picture as a heat map of one patch, or with the strongest connections of all patches drawn over it. */
export function PictureFigure(props: PictureFigureProps): ReactNode {
  const { pattern, hasLines, nLines, step, selected, pointed, onPoint, onSelect, onChange, ...picture } =
    props;
  const { role, position } = selected;
  const other = role === "query" ? "key" : "query";
  const weights = useMemo(() => weightsOf(pattern, role, position), [pattern, role, position]);
  const strongest = (hasLines ? pattern.weights : weights).reduce((a, b) => Math.max(a, b), 0);
  // Squared, so that the slider has small steps among small weights, where most of them are.
  const least = (step / PICTURE_WEIGHTS) ** 2 * strongest;
  const heat = useMemo(
    () => weights.map((weight) => (weight >= least ? boosted(weight, strongest) : 0)),
    [weights, least, strongest],
  );
  const connections = useMemo(
    () => (hasLines ? strongestConnections(pattern, nLines, least) : []),
    [hasLines, pattern, nLines, least],
  );
  const active = pointed?.position ?? position;
  const own = useMemo(() => {
    if (!hasLines) return [];
    const only = weightsOf(pattern, role, active);
    const all = Array.from(only, (weight, at) =>
      role === "query" ? { query: active, key: at, weight } : { query: at, key: active, weight },
    );
    return all
      .filter(({ weight }) => weight > 0 && weight >= least)
      .sort((a, b) => b.weight - a.weight)
      .slice(0, OWN_LINES);
  }, [hasLines, pattern, role, active, least]);
  return (
    <>
      <div className="segments role-toggle" role="group" aria-label="Direction">
        {(["query", "key"] as const).map((candidate) => (
          <button
            key={candidate}
            type="button"
            aria-pressed={role === candidate}
            onClick={() => onSelect({ role: candidate, position })}
          >
            {candidate === "query" ? "Where it looks" : "Who looks at it"}
          </button>
        ))}
      </div>
      <Picture
        {...picture}
        current={position}
        pointed={pointed?.position ?? null}
        heat={hasLines ? null : heat}
        noteOf={(i) => ((weights[i] ?? 0) >= 0.005 ? `, weight ${(weights[i] ?? 0).toFixed(2)}` : "")}
        overlay={
          hasLines && (
            <PatchLines
              patches={picture.patches}
              connections={connections}
              own={own}
              isPointed={pointed !== null}
            />
          )
        }
        onPoint={(i) => onPoint(i === null ? null : { role: other, position: i })}
        onSelect={(i) => onSelect({ role, position: i })}
      />
      <div className="sliders">
        {hasLines && (
          <Slider
            label="Strongest"
            value={nLines}
            max={MAX_PICTURE_LINES}
            shown={String(nLines)}
            onChange={(pictureLines) => onChange({ pictureLines })}
          />
        )}
        <Slider
          label="From weight"
          value={step}
          max={PICTURE_WEIGHTS}
          shown={short(least)}
          onChange={(pictureWeight) => onChange({ pictureWeight })}
        />
      </div>
      <p className="caption">
        {hasLines
          ? `The ${connections.length} strongest connections, and those of the chosen patch. Each line ends in a dot at its key; a ring is a patch that attends to itself.`
          : `Patches with a large weight are clear and framed. The strength is the square root of the weight, full at ${short(strongest)}.`}
      </p>
    </>
  );
}

/** Two significant digits, however small the weight is. */
function short(weight: number): string {
  return String(Number(weight.toPrecision(2)));
}
