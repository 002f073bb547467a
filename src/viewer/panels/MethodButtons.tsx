import type { ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { methodTitle, type Method } from "#atlas/method.ts";

interface MethodButtonsProps {
  readonly manifest: Manifest;
  readonly pressed: Method;
  readonly onChange: (method: Method) => void;
}

/** Buttons for the projection methods of an atlas. */
export function MethodButtons({ manifest, pressed, onChange }: MethodButtonsProps): ReactNode {
  return (
    <div className="segments" role="group" aria-label="Projection">
      {manifest.methods.map((method) => (
        <button key={method} type="button" aria-pressed={method === pressed} onClick={() => onChange(method)}>
          {methodTitle(manifest, method)}
        </button>
      ))}
    </div>
  );
}
