/** Below this, a term of the continued fraction changes nothing in double precision. */
const PRECISION = 1e-15;
/** Keeps a divisor away from zero. */
const TINY = 1e-300;
/** The fraction needs some multiples of the root of its larger parameter. */
const MAX_TERMS = 1_000_000;

/**
 * The distribution function of Beta(a, b) at `x`, which is the regularized incomplete beta function.
 *
 * @see https://dlmf.nist.gov/8.17#v
 */
export function betaDistribution(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The continued fraction converges fast on this side of the mean; the other side is its mirror image.
  if (x > (a + 1) / (a + b + 2)) return 1 - betaDistribution(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front * continuedFraction(x, a, b)) / a;
}

/** The point at which the distribution function of Beta(a, b) is `probability`. */
export function betaQuantile(probability: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  // Until no number lies between the two: for a point near 0 that needs more halvings than a number has bits.
  while (true) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (betaDistribution(middle, a, b) < probability) low = middle;
    else high = middle;
  }
}

/** Lentz's algorithm for the continued fraction 8.17.22. */
function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < MAX_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < PRECISION) return value;
  }
  return value;
}

function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}

/** The coefficients of Stirling's series, for the powers 1, 3, 5, ... of 1 / z. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1_260, -1 / 1_680, 1 / 1_188, -691 / 360_360];

/**
 * The logarithm of the gamma function, for `z` above 0.
 *
 * @see https://dlmf.nist.gov/5.11#E1
 */
export function logGamma(z: number): number {
  // The series is exact to double precision from here on; below, Gamma(z + 1) = z Gamma(z) leads there.
  let [shift, from] = [0, z];
  while (from < 15) {
    shift += Math.log(from);
    from += 1;
  }
  const square = from * from;
  let power = 1 / from;
  let series = 0;
  for (const coefficient of STIRLING) {
    series += coefficient * power;
    power /= square;
  }
  return (from - 0.5) * Math.log(from) - from + Math.log(2 * Math.PI) / 2 + series - shift;
}
