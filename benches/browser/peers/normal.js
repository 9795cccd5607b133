// Start weights.

/** He's: normal numbers of variance 2/n_in, n_out·n_in of them. */
export function he(n_out, n_in) {
  const scale = Math.sqrt(2 / n_in);
  return Float32Array.from({ length: n_out * n_in }, () => scale * normal());
}

const normal = () =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
