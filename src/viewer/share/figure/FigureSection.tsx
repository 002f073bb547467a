import { useMemo, useState, type ReactNode } from "react";
import {
  FONTS,
  PARTS,
  SCALES,
  USUAL_OPTIONS,
  USUAL_SCALE,
  WIDTHS,
  type FontName,
  type Part,
  type WidthName,
} from "#figure/options.ts";
import { toError } from "../../data/use-loaded.ts";
import { CopyButton } from "../CopyButton.tsx";
import { saveFile } from "../save-file.ts";
import type { ShareProps } from "../share-props.ts";
import { figureCommand } from "./command.ts";
import { useFigure, type Figure } from "./use-figure.ts";

/** Lines and a matrix are of the selected token's sequence; those of pictures are no lines of text. */
function partsOf({ viewer, page }: ShareProps): readonly Part[] {
  if (page.files.selected === null) return ["map", "average"];
  return viewer.manifest.patches === null
    ? ["map", "lines", "matrix", "average"]
    : ["map", "matrix", "average"];
}

/** The view of the page as a figure for a paper or a slide. */
export default function FigureSection(props: ShareProps): ReactNode {
  const { viewer, page } = props;
  const [part, setPart] = useState<Part>("map");
  const [chosen, setChosen] = useState(USUAL_OPTIONS);
  const [scale, setScale] = useState<number>(USUAL_SCALE);
  const [problem, setProblem] = useState<Error | null>(null);
  const { isDark } = page.theme;
  const { isSafe } = page.palette;
  const options = useMemo(() => ({ ...chosen, isDark, isSafe }), [chosen, isDark, isSafe]);
  const { figure, address, screen, error, retry } = useFigure(props, part, options);
  const { slug } = viewer.manifest.model;
  const name = [slug, viewer.manifest.dataset.slug, viewer.head, ...(part === "map" ? [] : [part])].join("-");
  const command = figureCommand(address, part, screen, options, `${name}.svg`);
  const save = (ending: string, make: (figure: Figure) => Promise<Blob>): void => {
    if (figure === null) return;
    setProblem(null);
    make(figure).then(
      (file) => saveFile(`${name}.${ending}`, file),
      (thrown: unknown) => setProblem(toError(thrown)),
    );
  };
  return (
    <>
      <div className="figure-choices">
        <div className="segments" role="group" aria-label="Draw">
          {partsOf(props).map((each) => (
            <button key={each} type="button" aria-pressed={each === part} onClick={() => setPart(each)}>
              {PARTS[each].title}
            </button>
          ))}
        </div>
        <label className="field">
          Width{" "}
          <select
            value={chosen.width}
            onChange={({ target }) => setChosen({ ...chosen, width: target.value as WidthName })}
          >
            {Object.entries(WIDTHS).map(([width, { title, inches }]) => (
              <option key={width} value={width}>
                {title}
                {inches === null ? "" : ` (${Math.round(inches * 10) / 10} in)`}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          Font{" "}
          <select
            value={chosen.font}
            onChange={({ target }) => setChosen({ ...chosen, font: target.value as FontName })}
          >
            {Object.entries(FONTS).map(([font, { title }]) => (
              <option key={font} value={font}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={chosen.hasCaption}
            onChange={({ target }) => setChosen({ ...chosen, hasCaption: target.checked })}
          />{" "}
          Caption
        </label>
        <label>
          <input
            type="checkbox"
            checked={chosen.isTransparent}
            onChange={({ target }) => setChosen({ ...chosen, isTransparent: target.checked })}
          />{" "}
          Transparent
        </label>
      </div>
      <div
        className={chosen.isTransparent ? "figure-preview is-transparent" : "figure-preview"}
        aria-busy={figure === null}
      >
        {figure && <img src={figure.preview} alt={`The figure: ${figure.scene.title}`} />}
        {error && (
          <p role="alert">
            {error.message}{" "}
            <button type="button" className="plain" onClick={retry}>
              Try again
            </button>
          </p>
        )}
      </div>
      <p className="actions">
        <button
          type="button"
          className="plain"
          disabled={figure === null}
          onClick={() => save("svg", ({ drawer, svg }) => Promise.resolve(drawer.svgFile(svg)))}
        >
          Save SVG
        </button>
        <button
          type="button"
          className="plain"
          disabled={figure === null}
          onClick={() => save("pdf", ({ pdf }) => pdf())}
        >
          Save PDF
        </button>
        <button
          type="button"
          className="plain"
          disabled={figure === null}
          onClick={() => save("png", ({ drawer, svg, scene }) => drawer.drawPng(svg, scene, scale))}
        >
          Save PNG
        </button>
        <label className="field">
          PNG at{" "}
          <select value={scale} onChange={({ target }) => setScale(Number(target.value))}>
            {SCALES.map((each) => (
              <option key={each} value={each}>
                {each}×{figure && ` (${Math.round(figure.scene.width * each)} px)`}
              </option>
            ))}
          </select>
        </label>
      </p>
      {problem && <p role="alert">{problem.message}</p>}
      <h3>The same without a browser</h3>
      <pre tabIndex={0} aria-label="Command">
        {command}
      </pre>
      <p className="actions">
        <CopyButton label="Copy command" text={command} />
      </p>
    </>
  );
}
