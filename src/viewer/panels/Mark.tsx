import type { ReactNode } from "react";
import type { Role } from "#atlas/role-colors.ts";
import type { Color } from "#color/color-mode.ts";

interface MarkProps {
  readonly role: Role;
  /** Default: the reader's color for the role. */
  readonly color?: Color;
  /** Patches show their role by their shape: a square for queries, a disc for keys. */
  readonly isPatch?: boolean;
}

/** A point as on the map: a disc, a ring, or the shape of a patch. */
export function Mark({ role, color = `var(--role-${role})`, isPatch = false }: MarkProps): ReactNode {
  return (
    <svg className="mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      {role === "key" && !isPatch ? (
        <circle cx="6" cy="6" r="3.9" fill="none" stroke={color} strokeWidth="2.4" />
      ) : role === "query" && isPatch ? (
        <rect x="1" y="1" width="10" height="10" fill={color} />
      ) : (
        <circle cx="6" cy="6" r="5" fill={color} />
      )}
    </svg>
  );
}
