import type { ReactNode } from "react";

interface MatrixNamesProps {
  readonly names: readonly string[];
  readonly className: string;
  readonly marked: number | undefined;
  readonly pointed: number | undefined;
}

/** The names along one axis of a matrix. Screen readers skip them, because each cell repeats its two names. */
export function MatrixNames({ names, className, marked, pointed }: MatrixNamesProps): ReactNode {
  const stateOf = (i: number): string | undefined =>
    i === pointed ? "is-pointed" : i === marked ? "is-marked" : undefined;
  return (
    <div className={className} aria-hidden="true">
      {names.map((name, i) => (
        <span key={i} className={stateOf(i)}>
          {name}
        </span>
      ))}
    </div>
  );
}
