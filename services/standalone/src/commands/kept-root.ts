import { AppError } from '@motcua/kernel';

/**
 * Reads a root that somebody has kept, as `--root` takes it.
 *
 * @throws AppError `PARAMETER_INVALID`.
 */
export function readRoot(text: string): { readonly position: number; readonly root: string } {
  const [, position, root] = /^(\d{1,15}):([\da-f]{64})$/i.exec(text) ?? [];
  if (position === undefined || root === undefined) {
    throw new AppError('PARAMETER_INVALID', 'Tùy chọn --root phải có dạng vị trí:gốc, gốc gồm 64 chữ số thập lục phân.');
  }
  return { position: Number(position), root };
}
