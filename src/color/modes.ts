/** The table of color modes, in the order in which they are offered. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorMode } from "./color-mode.ts";
import { attentionMode } from "./modes/attention.ts";
import { distortionMode } from "./modes/distortion.ts";
import { frequencyMode } from "./modes/frequency.ts";
import { columnMode, rowMode } from "./modes/grid.ts";
import { labelMode } from "./modes/label.ts";
import { normMode, sharedNormMode } from "./modes/norm.ts";
import { brightnessMode, patchColorMode } from "./modes/patch-color.ts";
import { positionMode, positionRhythmMode, relativePositionMode } from "./modes/position.ts";
import { roleMode } from "./modes/role.ts";
import { sequenceLengthMode } from "./modes/sequence-length.ts";
import { specialMode } from "./modes/special.ts";
import { tokenKindMode } from "./modes/token-kind.ts";
import { tokenLengthMode } from "./modes/token-length.ts";

const TEXT_MODES = [
  positionMode,
  positionRhythmMode,
  relativePositionMode,
  tokenKindMode,
  tokenLengthMode,
  sequenceLengthMode,
  frequencyMode,
];
const IMAGE_MODES = [patchColorMode, brightnessMode, rowMode, columnMode];

/** What of a manifest decides about the modes. */
export type Shown = Pick<Manifest, "normRange" | "patches"> & {
  readonly dataset: Pick<Manifest["dataset"], "labels">;
};

/**
 * The modes that this atlas can show.
 *
 * @param tokens Null until they are loaded; what only they tell is not offered before.
 */
export function colorModes(manifest: Shown, tokens: TokenTable | null): ColorMode[] {
  const own = [
    roleMode,
    attentionMode,
    normMode,
    distortionMode,
    ...(manifest.normRange ? [sharedNormMode] : []),
    ...(manifest.patches ? IMAGE_MODES : TEXT_MODES),
    ...(tokens?.special.includes(1) ? [specialMode] : []),
  ];
  const taken = [...own, specialMode].map((mode) => mode.name);
  return [...own, ...labelModes(manifest.dataset.labels, taken)];
}

/** A label's own name, where a link can carry it and nothing else has it; else its place among the labels. */
function labelModes(labels: readonly string[], taken: readonly string[]): ColorMode[] {
  // Sheets are files, and many file systems tell no Kind from kind.
  const places = labels.map((_, i) => `label-${i + 1}`);
  const names = new Set([...taken, ...places].map((name) => name.toLowerCase()));
  return labels.map((label, i) => {
    const isFree = isAddressable(label) && !names.has(label.toLowerCase());
    names.add(label.toLowerCase());
    return labelMode(label, isFree ? label : places[i]);
  });
}

/** The mode with this name, or the first one. */
export function findMode(manifest: Manifest, tokens: TokenTable | null, name: string): ColorMode {
  return colorModes(manifest, tokens).find((mode) => mode.name === name) ?? roleMode;
}

/** Labels drawn on thumbnails: each costs a sheet per method. */
const SHEET_LABELS = 2;

/** The modes in which all heads are drawn when an atlas is built; the first is the one a page opens with. */
export function sheetModes(manifest: Manifest, tokens: TokenTable): ColorMode[] {
  const modes = colorModes(manifest, tokens).filter((mode) => mode.onSheets);
  const labels = modes.filter((mode) => mode.group === "label").slice(SHEET_LABELS);
  return modes.filter((mode) => !labels.includes(mode));
}

/** What a link may carry as the name of a mode. */
function isAddressable(name: string): boolean {
  return /^[a-z][\w-]{0,40}$/i.test(name);
}
