import { annexForm, annexToFill } from './annex.ts';
import { chartsForm, CHARTS_TITLE } from './charts-form.ts';
import { comparisonForm } from './comparison.ts';
import { findingRows, findingsForm, findingsList } from './findings-form.ts';
import { formII06a } from './form-ii06a.ts';
import type { ListSources } from './histories.ts';
import { lateCauses } from './late-causes.ts';
import { missingApologies, missingApologyRows } from './missing-apologies.ts';
import { overdueList, overdueRows } from './overdue-list.ts';
import { resolutionFile, TEMPLATE_FILE } from './resolution-section.ts';
import { serviceIndexForm } from './service-index.ts';
import type { Pack } from './pack.ts';
import { formFiles, lateFormFiles, listFiles } from './pack-file.ts';
import type { PackFile } from './pack-file.ts';
import { trackingBooks } from './tracking-book.ts';

/** Every file of a pack but its manifest, in the order in which they are written. `sources.tx`: open until the last one was. */
export async function packFiles(pack: Pack, sources: ListSources): Promise<readonly PackFile[]> {
  const causes = once(() => lateCauses(sources, pack));
  const charts = once(async () => chartsForm(sources.tx, pack, await causes()));
  return [
    ...formFiles('bieu-ii06a', formII06a(pack)),
    resolutionFile(pack, causes), TEMPLATE_FILE,
    ...lateFormFiles('bieu-do', CHARTS_TITLE, charts),
    ...listFiles('qua-han', overdueList(pack), () => overdueRows(sources, pack)),
    ...listFiles('thieu-phieu-xin-loi', missingApologies(pack), () => missingApologyRows(sources, pack)),
    ...formFiles('phu-luc', annexForm(pack)), annexToFill(pack),
    ...formFiles('chi-so', serviceIndexForm(pack)),
    ...await trackingBooks(sources, pack),
    ...formFiles('so-sanh', comparisonForm(pack)),
    ...formFiles('phat-hien', findingsForm(pack)),
    ...listFiles('danh-sach-phat-hien', findingsList(pack), () => findingRows(sources.tx, pack)),
  ];
}

/** What several files need is read for the first of them. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= read());
}
