import type { CSSProperties, ReactNode } from "react";
import type { MapTrust } from "./words.ts";

/** How far the map that is shown can be trusted: a bar per number, with a mark where chance would be, and what they mean. */
export function TrustBars({ trust: { numbers, nearness } }: { readonly trust: MapTrust }): ReactNode {
  return (
    <div className="trust">
      <dl>
        {numbers.map(({ title, value, chance }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>
              <span
                className={chance === null ? "meter" : "meter has-chance"}
                style={{ "--value": value, "--chance": chance ?? 0 } as CSSProperties}
                aria-hidden="true"
              />
              {value.toFixed(2)}
              {chance !== null && <small>chance {chance.toFixed(2)}</small>}
            </dd>
          </div>
        ))}
      </dl>
      <p>{nearness}</p>
    </div>
  );
}
