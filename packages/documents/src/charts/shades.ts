/** From dark to light, far enough apart for a copier; hexadecimal RGB. */
export const GREYS = ['262626', 'A6A6A6', '737373', 'D9D9D9'] as const;
