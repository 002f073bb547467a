/** The power of each frequency in a moment of sound. Our own code, because the lengths that models use are not powers of two. */

export interface PowerSpectrum {
  readonly nBins: number;
  /** Squared amplitudes of the frequencies 0, 1 … ⌊length / 2⌋ per length, of windowed samples. */
  (samples: Float64Array, into: Float64Array): void;
}

/**
 * The definition of the discrete Fourier transform, except that samples at equal distances from both ends share a product;
 * a real signal needs only half of the products.
 *
 * @param length Number of samples per transform.
 */
export function powerSpectrum(length: number): PowerSpectrum {
  const nBins = Math.floor(length / 2) + 1;
  const nPairs = Math.ceil(length / 2) - 1;
  const cosines = new Float64Array(nBins * nPairs);
  const sines = new Float64Array(nBins * nPairs);
  for (let bin = 0; bin < nBins; bin++) {
    for (let i = 0; i < nPairs; i++) {
      const angle = (2 * Math.PI * ((bin * (i + 1)) % length)) / length;
      cosines[bin * nPairs + i] = Math.cos(angle);
      sines[bin * nPairs + i] = Math.sin(angle);
    }
  }
  const sums = new Float64Array(nPairs);
  const differences = new Float64Array(nPairs);
  const compute = (samples: Float64Array, into: Float64Array): void => {
    for (let i = 0; i < nPairs; i++) {
      const [one, other] = [samples[i + 1]!, samples[length - 1 - i]!];
      sums[i] = one + other;
      differences[i] = one - other;
    }
    const middle = length % 2 === 0 && length > 1 ? samples[length / 2]! : 0;
    for (let bin = 0; bin < nBins; bin++) {
      let real = samples[0]! + (bin % 2 === 0 ? middle : -middle);
      let imaginary = 0;
      for (let i = 0, at = bin * nPairs; i < nPairs; i++, at++) {
        real += sums[i]! * cosines[at]!;
        imaginary += differences[i]! * sines[at]!;
      }
      into[bin] = real * real + imaginary * imaginary;
    }
  };
  return Object.assign(compute, { nBins });
}
