import type { Snapshot } from '@motcua/database';
import { comparisonForm } from './comparison.ts';
import { findingRows, findingsForm, findingsList } from './findings-form.ts';
import { formII06a } from './form-ii06a.ts';
import type { Pack } from './pack.ts';
import { formFiles, listFiles } from './pack-file.ts';
import type { PackFile } from './pack-file.ts';

/** Every file of a pack but its manifest, in the order in which they are written. `tx`: open until the last one was. */
export function packFiles(pack: Pack, tx: Snapshot['tx']): readonly PackFile[] {
  return [
    ...formFiles('bieu-ii06a', formII06a(pack)),
    ...formFiles('so-sanh', comparisonForm(pack)),
    ...formFiles('phat-hien', findingsForm(pack)),
    ...listFiles('danh-sach-phat-hien', findingsList(pack), () => findingRows(tx, pack)),
  ];
}
