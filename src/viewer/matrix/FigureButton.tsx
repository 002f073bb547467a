import { useState, type ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { View } from "#atlas/view/view.ts";
import { loadPart } from "../data/load-part.ts";
import { toError } from "../data/use-loaded.ts";
import { publicAddress } from "../share/page-address.ts";
import { saveFile } from "../share/save-file.ts";

interface FigureButtonProps {
  readonly base: string;
  readonly manifest: Manifest;
  readonly view: View;
  readonly isSafe: boolean;
}

/** Saves the maps of all heads as a figure. */
export function FigureButton({ base, manifest, view, isSafe }: FigureButtonProps): ReactNode {
  const [state, setState] = useState<"idle" | "busy" | Error>("idle");
  const save = async (): Promise<void> => {
    const part = await loadPart("The figure", () => import("../share/figure/draw-figure.ts"));
    const { atlas } = await part.browserSource(base, manifest);
    const data = await part.loadHeads(atlas, view);
    const isDark = getComputedStyle(document.documentElement).colorScheme === "dark";
    const options = { ...part.USUAL_OPTIONS, isDark, isSafe };
    const about = { address: publicAddress(location.href), digest: undefined };
    const { svg } = part.drawSvg((setter) => part.headsFigure(data, about, options, setter), options.font);
    saveFile(`${manifest.model.slug}-${manifest.dataset.slug}.svg`, part.svgFile(svg));
  };
  return (
    <>
      <button
        type="button"
        className="plain"
        disabled={state === "busy"}
        onClick={() => {
          setState("busy");
          save().then(
            () => setState("idle"),
            (thrown: unknown) => setState(toError(thrown)),
          );
        }}
      >
        Save figure
      </button>
      {state instanceof Error && <span role="alert">{state.message}</span>}
    </>
  );
}
