import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logMel, type LogMelSettings } from "#pipeline/inputs/audio/log-mel.ts";
import { melBands } from "#pipeline/inputs/audio/mel-bands.ts";
import { powerSpectrum } from "#pipeline/inputs/audio/power-spectrum.ts";
import { expectClose } from "../../../../helpers/expect-close.ts";

interface Reference {
  readonly sampling_rate: number;
  readonly chunk_length: number;
  readonly feature_size: number;
  readonly n_fft: number;
  readonly hop_length: number;
  readonly padding_value?: number;
  readonly do_normalize?: boolean;
  /** Every so many of the values in a row were kept. */
  readonly step: number;
  readonly dims: readonly number[];
  readonly values: string;
}

const REFERENCES = JSON.parse(
  readFileSync("tests/fixtures/sounds/references.json", "utf8"),
) as readonly Reference[];

function settingsOf(reference: Reference): LogMelSettings {
  return {
    sampleRate: reference.sampling_rate,
    nSamples: Math.round(reference.chunk_length * reference.sampling_rate),
    nBands: reference.feature_size,
    windowLength: reference.n_fft,
    hopLength: reference.hop_length,
    padding: reference.padding_value ?? 0,
    isStandardized: reference.do_normalize ?? false,
  };
}

/** The same as in make-references.py. */
function sound(rate: number): Float32Array {
  return Float32Array.from({ length: Math.floor(1.3 * rate) }, (_, i) => {
    const phase = (i * 300 + Math.floor((i * i) / 64)) % 4096;
    const triangle = Math.abs(phase - 2048) * 8 - 8192;
    const noise = (Math.imul(Math.imul(i, 104729), 2654435761) >>> 24) - 128;
    return (triangle + noise) / 32768;
  });
}

const SMALL: LogMelSettings = {
  sampleRate: 16_000,
  nSamples: 1600,
  nBands: 20,
  windowLength: 400,
  hopLength: 160,
  padding: 0,
  isStandardized: false,
};

describe("logMel", () => {
  it.each(REFERENCES.map((reference) => [JSON.stringify({ ...reference, values: undefined }), reference]))(
    "agrees with the definition in double precision: %s",
    (_, reference) => {
      const { data, dims } = logMel(settingsOf(reference))(sound(reference.sampling_rate));
      expect(dims).toEqual(reference.dims);
      const expected = new Float32Array(new Uint8Array(Buffer.from(reference.values, "base64")).buffer);
      expectClose(
        data.filter((_value, i) => i % reference.step === 0),
        expected,
        { abs: 1e-5 },
      );
    },
  );

  it("hears nothing in silence, and nothing of it is louder than the rest", () => {
    const { data, dims } = logMel(SMALL)(new Float32Array(100));
    expect(dims).toEqual([20, 10]);
    // (log10(10⁻¹⁰) + 4) / 4
    expect(new Set(data)).toEqual(new Set([-1.5]));
  });

  it("cuts what is longer than the model hears", () => {
    const samples = sound(16_000);
    expect(logMel(SMALL)(samples)).toEqual(logMel(SMALL)(samples.slice(0, 1600)));
  });

  it("rises by a half of log10 2 where a sound is twice as loud, and never spans more than 2", () => {
    const samples = sound(16_000);
    const [one, two] = [logMel(SMALL)(samples).data, logMel(SMALL)(samples.map((x) => 2 * x)).data];
    expectClose(
      two.map((value, i) => value - one[i]!),
      new Float32Array(one.length).fill(Math.log10(2) / 2),
      { abs: 1e-5 },
    );
    expect(Math.max(...one) - Math.min(...one)).toBeLessThanOrEqual(2);
  });
});

describe("powerSpectrum", () => {
  it("has all of a wave in its own frequency, be the length even or odd", () => {
    for (const length of [8, 9]) {
      const spectrum = powerSpectrum(length);
      expect(spectrum.nBins).toBe(5);
      const power = new Float64Array(5);
      spectrum(
        Float64Array.from({ length }, (_, i) => 3 * Math.cos((2 * Math.PI * 2 * i) / length + 1)),
        power,
      );
      // Half of the amplitude is in the frequency, half in its mirror image.
      expectClose(power, [0, 0, ((3 * length) / 2) ** 2, 0, 0], { abs: 1e-10 });
    }
  });

  it("keeps the energy of any samples", () => {
    fc.assert(
      fc.property(
        fc.float64Array({ minLength: 1, maxLength: 40, min: -1, max: 1, noNaN: true }),
        (samples) => {
          const spectrum = powerSpectrum(samples.length);
          const power = new Float64Array(spectrum.nBins);
          spectrum(samples, power);
          // All but the ends stand for two frequencies.
          const total = power.reduce((sum, value, bin) => {
            const isEnd = bin === 0 || 2 * bin === samples.length;
            return sum + (isEnd ? value : 2 * value);
          }, 0);
          const energy = samples.reduce((sum, x) => sum + x * x, 0);
          expect(Math.abs(total / samples.length - energy)).toBeLessThan(1e-9);
        },
      ),
    );
  });
});

describe("melBands", () => {
  it("draws triangles of area 1 that meet at their middles", () => {
    const bands = melBands(10, 8001, 16_000);
    for (const { weights } of bands)
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
    // The first two of ten bands end at 45.245 / 11 · 200 / 3 · 2 and · 3 Hz: 548.4 and 822.6.
    expect([bands[0]?.first, bands[1]?.first]).toEqual([1, 275]);
    expect(bands.slice(0, 2).map(({ first, weights }) => first + weights.length - 1)).toEqual([548, 822]);
  });

  it("leaves a band without weights that lies between two frequencies", () => {
    expect(melBands(80, 11, 16_000)[1]).toEqual({ first: 1, weights: new Float64Array(0) });
  });
});
