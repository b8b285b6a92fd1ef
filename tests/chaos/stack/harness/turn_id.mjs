/** A UUIDv7 as a page makes it, from a test's own source of chance. */
export function turnId(random, now = Date.now()) {
  const hex = now.toString(16).padStart(12, '0');
  const chance = Array.from({ length: 18 }, () => random.between(0, 15).toString(16)).join('');
  const variant = '89ab'[random.between(0, 3)];
  const [a, b, c] = [chance.slice(0, 3), chance.slice(3, 6), chance.slice(6, 18)];
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${a}-${variant}${b}-${c}`;
}
