/**
 * Splits a whole number over weights by largest remainder: the parts sum to it exactly, and each lies within one of its quota.
 *
 * @param total - An integer >= 0.
 * @param weights - Each >= 0, not all 0. Equal remainders go to the earlier one.
 */
export function apportion(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const quotas = weights.map((weight) => total * weight / sum);
  const parts = quotas.map(Math.floor);
  const missing = total - parts.reduce((all, part) => all + part, 0);
  const remainder = (index: number): number => (quotas[index] ?? 0) - Math.floor(quotas[index] ?? 0);
  const byRemainder = [...quotas.keys()].sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const index of byRemainder.slice(0, missing)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
