import type { ReactNode } from "react";
import type { CircuitLink } from "#atlas/files/circuits.ts";

interface CircuitsTableProps {
  readonly heads: readonly string[];
  readonly links: readonly CircuitLink[];
  readonly caption: string;
  readonly baseline: number;
  readonly words: ReadonlyMap<string, string>;
  readonly pathOf: (head: string) => string;
}

/** The links of the figure as text, strongest first. */
export function CircuitsTable(props: CircuitsTableProps): ReactNode {
  const { heads, links, caption, baseline, words, pathOf } = props;
  const cell = (place: number): ReactNode => {
    const name = heads[place] ?? "";
    return (
      <>
        <a href={pathOf(name)}>{name}</a> <span className="soft">{words.get(name)}</span>
      </>
    );
  };
  return (
    <div className="circuits-table">
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Writes</th>
            <th scope="col">Reads</th>
            <th scope="col">Number</th>
            <th scope="col">Times random</th>
          </tr>
        </thead>
        <tbody>
          {links.map(([from, to, value]) => (
            <tr key={`${from} ${to}`}>
              <td>{cell(from)}</td>
              <td>{cell(to)}</td>
              <td>{value.toFixed(3)}</td>
              <td>{baseline > 0 ? (value / baseline).toFixed(2) : ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
