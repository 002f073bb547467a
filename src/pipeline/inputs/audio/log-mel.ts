/** Sound → Whisper's input: the loudness of each frequency band at each moment, on a logarithmic scale. */
import type { Pixels } from "../encoded-dataset.ts";
import { melBands } from "./mel-bands.ts";
import { powerSpectrum } from "./power-spectrum.ts";

export interface LogMelSettings {
  /** In samples per second. */
  readonly sampleRate: number;
  /** Number of samples of one input; shorter recordings are padded, longer ones are cut. */
  readonly nSamples: number;
  readonly nBands: number;
  /** Length of the window of a moment, and the step between moments, in samples. */
  readonly windowLength: number;
  readonly hopLength: number;
  /** The value with which a recording is padded. */
  readonly padding: number;
  /** Whether to normalize a recording to mean 0 and standard deviation 1 first. */
  readonly isStandardized: boolean;
}

/** The least energy; anything below counts as silence. */
const LEAST_POWER = 1e-10;
/** Powers of ten below the loudest value at which everything counts as equally silent. */
const RANGE = 8;

/** @returns float32 [bands, moments] of these samples. */
export function logMel(settings: LogMelSettings): (samples: Float32Array) => Pixels {
  const { nSamples, nBands, windowLength, hopLength } = settings;
  const spectrum = powerSpectrum(windowLength);
  const bands = melBands(nBands, spectrum.nBins, settings.sampleRate);
  const window = hannWindow(windowLength);
  // One more moment would start at the end of the recording. A window of odd length loses the sample in its middle.
  const nMoments = Math.floor((nSamples - (windowLength % 2)) / hopLength);
  const faded = new Float64Array(windowLength);
  const power = new Float64Array(spectrum.nBins);
  return (samples) => {
    const sound = mirroredAtEnds(fitted(samples, settings), Math.floor(windowLength / 2));
    const levels = new Float64Array(nBands * nMoments).fill(Math.log10(LEAST_POWER));
    let loudest = -Infinity;
    for (let moment = 0; moment < nMoments; moment++) {
      const from = moment * hopLength;
      let isSilent = true;
      for (let i = 0; i < windowLength; i++) {
        faded[i] = sound[from + i]! * window[i]!;
        isSilent &&= faded[i] === 0;
      }
      // Most of the padding is silent, so its spectrum is known to be 0.
      if (isSilent) continue;
      spectrum(faded, power);
      bands.forEach(({ first, weights }, band) => {
        let sum = 0;
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[first + i]!;
        levels[band * nMoments + moment] = Math.log10(Math.max(LEAST_POWER, sum));
      });
    }
    for (const level of levels) if (level > loudest) loudest = level;
    const data = Float32Array.from(levels, (level) => (Math.max(level, loudest - RANGE) + 4) / 4);
    return { data, dims: [nBands, nMoments] };
  };
}

/** The samples at the model's length, with the recorded part normalized. */
function fitted(samples: Float32Array, settings: LogMelSettings): Float64Array {
  const { nSamples, padding, isStandardized } = settings;
  const heard = samples.subarray(0, nSamples);
  const sound = new Float64Array(nSamples).fill(padding);
  if (!isStandardized) {
    sound.set(heard);
    return sound;
  }
  const mean = heard.reduce((sum, sample) => sum + sample, 0) / heard.length;
  const variance = heard.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / heard.length;
  heard.forEach((sample, i) => {
    sound[i] = (sample - mean) / Math.sqrt(variance + 1e-7);
  });
  return sound;
}

/** Adds `margin` samples at each end by reflection, without repeating the first or last sample. */
function mirroredAtEnds(sound: Float64Array, margin: number): Float64Array {
  const result = new Float64Array(sound.length + 2 * margin);
  result.set(sound, margin);
  for (let i = 1; i <= margin; i++) {
    result[margin - i] = sound[i]!;
    result[margin + sound.length - 1 + i] = sound[sound.length - 1 - i]!;
  }
  return result;
}

/** A periodic raised cosine: the value after its last one would be its first. */
function hannWindow(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length));
}
