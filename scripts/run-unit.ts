/** Makes one unit of the atlases. */
import { counted } from "#atlas/counted.ts";
import { buildUnits, type BuildUnitsOptions } from "#pipeline/build-units.ts";
import { rangeText } from "#pipeline/units/missing-units.ts";
import { barReporter } from "./progress-bar.ts";
import { runWork, type WorkSettings } from "./run-work.ts";

interface Options extends Omit<BuildUnitsOptions, keyof WorkSettings> {
  /** Use only models that are on this machine. */
  readonly offline?: boolean;
}

/** @returns The exit code, see `runWork`. */
export function runUnit({ offline, ...options }: Options): Promise<number> {
  const { index, count } = options.unit;
  return runWork("atlas", offline, (settings, bar) => {
    const told = barReporter(bar);
    return buildUnits(
      { ...options, ...settings },
      {
        progress: (name, progress) => told.progress(name, progress),
        failed: (name, error) => told.failed(name, error),
        unit: (name, { heads, nComputed, warnings }) => {
          bar.stop();
          const of = heads.length === 0 ? "" : `, ${nComputed} of them computed now`;
          console.log(
            `${name}  unit ${index}/${count}: ${rangeText(heads)}, ${counted(heads.length, "head")}${of}`,
          );
          for (const warning of warnings) console.warn(`${name}  Warning: ${warning}`);
        },
      },
    );
  });
}
