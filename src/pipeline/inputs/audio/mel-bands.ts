/** Bands of Slaney's mel scale: equal steps up to 1,000 Hz, equal ratios above. */

/** Weights of one band: a triangle over the frequencies that starts at `first`. */
export interface MelBand {
  readonly first: number;
  readonly weights: Float64Array;
}

/** Upper end of Whisper's bands, for any sample rate. */
const HIGHEST_HZ = 8000;
const HZ_PER_STEP = 200 / 3;
const RATIOS_FROM_HZ = 1000;
/** There are 27 steps from 1,000 Hz to 6,400 Hz. */
const STEPS_PER_RATIO = 27 / Math.log(6.4);

/**
 * Bands of equal area, so that wide bands do not count more.
 *
 * @param nBins Number of frequencies from 0 to half the sample rate. @param sampleRate In samples per second.
 */
export function melBands(nBands: number, nBins: number, sampleRate: number): MelBand[] {
  const top = toMel(HIGHEST_HZ);
  const edges = Array.from({ length: nBands + 2 }, (_, i) => toHz((top * i) / (nBands + 1)));
  const frequencies = Array.from({ length: nBins }, (_, i) => (Math.floor(sampleRate / 2) * i) / (nBins - 1));
  return Array.from({ length: nBands }, (_, band) => {
    const [low, middle, high] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const first = frequencies.findIndex((hz) => hz > low);
    const weights: number[] = [];
    for (let bin = first; bin >= 0 && bin < nBins && frequencies[bin]! < high; bin++) {
      const hz = frequencies[bin]!;
      const height = Math.min((hz - low) / (middle - low), (high - hz) / (high - middle));
      weights.push((height * 2) / (high - low));
    }
    return { first: Math.max(0, first), weights: Float64Array.from(weights) };
  });
}

function toMel(hz: number): number {
  if (hz < RATIOS_FROM_HZ) return hz / HZ_PER_STEP;
  return RATIOS_FROM_HZ / HZ_PER_STEP + Math.log(hz / RATIOS_FROM_HZ) * STEPS_PER_RATIO;
}

function toHz(mel: number): number {
  const steps = mel - RATIOS_FROM_HZ / HZ_PER_STEP;
  return steps < 0 ? mel * HZ_PER_STEP : RATIOS_FROM_HZ * Math.exp(steps / STEPS_PER_RATIO);
}
