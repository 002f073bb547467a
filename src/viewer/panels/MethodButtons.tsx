import type { ReactNode } from "react";
import { METHOD_NAMES, type Method } from "#atlas/method.ts";

interface MethodButtonsProps {
  readonly methods: readonly Method[];
  readonly pressed: Method;
  readonly onChange: (method: Method) => void;
}

/** The projection methods of an atlas, one of them chosen. */
export function MethodButtons({ methods, pressed, onChange }: MethodButtonsProps): ReactNode {
  return (
    <div className="segments" role="group" aria-label="Projection">
      {methods.map((method) => (
        <button key={method} type="button" aria-pressed={method === pressed} onClick={() => onChange(method)}>
          {METHOD_NAMES[method]}
        </button>
      ))}
    </div>
  );
}
