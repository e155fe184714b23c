/** From dark to light, far enough apart for a copier; hexadecimal RGB. */
export const GREYS = ['262626', 'A6A6A6', '737373', 'D9D9D9'] as const;

/** Whether letters on it must be white. */
export function isDark(series: number): boolean {
  return Number.parseInt((GREYS[series] ?? 'FFFFFF').slice(0, 2), 16) < 0x80;
}
