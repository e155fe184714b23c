import { PROJECTION_VERSION, readFence } from '@motcua/database';
import type { Database } from '@motcua/database';
import { AppError } from '@motcua/kernel';

/**
 * A read model that another version of the program has counted is left as it is until it is counted again.
 *
 * @throws AppError `PROJECTION_OUTDATED` with a sentence in Vietnamese that says how.
 */
export async function refuseOutdated({ db }: Database): Promise<void> {
  const { position, version } = await readFence(db);
  if (position === 0 || version === PROJECTION_VERSION) return;
  throw new AppError('PROJECTION_OUTDATED', `Số liệu trong sổ do cách tính phiên bản ${version} lập, chương trình này tính theo phiên bản ${PROJECTION_VERSION}. `
    + 'Hãy chạy "npm run -s motcua -- rebuild" để dựng lại từ nhật ký rồi khởi động lại; nhật ký và các ấn bản giữ nguyên.');
}
