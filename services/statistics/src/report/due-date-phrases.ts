import type { DueDateAnswer } from '../due-dates/answer.ts';
import { clockLabels } from '../due-dates/labels.ts';
import { localTime } from './text.ts';

type Answer = Omit<DueDateAnswer, 'text'>;
type Entry = Answer['entries'][number];
type Pause = NonNullable<Entry['pause']>;

/** The due date that counts; one that is out of force is never told as if it did. */
export function inForceText({ dueAt, awaitsRestart }: Answer): string {
  return awaitsRestart ? `hạn ${localTime(dueAt)} đã thôi áp dụng, khi nhận bổ sung thời hạn tính lại từ đầu` : `hạn đang tính: ${localTime(dueAt)}`;
}

/** The class, why it is late where no date was missed, and the clock where the class does not tell it. */
export function standingText({ class: dossierClass, classLabel, clock, dueAt, missedDueAt, entries }: Answer): string {
  if (dossierClass === 'paused' && clock === 'runs') return 'Đang chờ, vẫn tính thời hạn vì hạn đã qua';
  const late = dossierClass === 'overdue' || dossierClass === 'resolved_late';
  const bySupplement = late && missedDueAt === null && entries.some(({ cause }) => cause === 'second_supplement');
  const said = dossierClass === 'paused' || clock === 'ended' || (dueAt === null && clock === 'runs');
  return `${classLabel}${bySupplement ? ' (tính là quá hạn vì yêu cầu bổ sung lần thứ hai)' : ''}${said ? '' : `, ${clockLabels[clock]}`}`;
}

/** What has become of the due date. */
export function changeText({ event, old, new: now, clock, restart }: Entry): string {
  if (restart === 'awaited') {
    const date = event === 'SupplementRequested' ? `Hạn ${localTime(now)} thôi áp dụng` : old === now ? 'Chưa có hạn trả' : `Hạn ${localTime(now)} không áp dụng`;
    return `${date}; khi nhận bổ sung, thời hạn tính lại từ đầu`;
  }
  if (old === null && now === null) return clock === 'runs' ? 'Chưa có hạn trả' : `Chưa có hạn trả; ${clockLabels[clock]}`;
  const date = old === now ? `Hạn giữ nguyên ${localTime(now)}`
    : old === null ? `Hạn trả ${localTime(now)}`
      : now === null ? `Hạn ${localTime(old)} thôi áp dụng` : `Hạn ${localTime(old)} đổi thành ${localTime(now)}`;
  return `${date}; ${clockLabels[clock]}`;
}

/** `restart`: of the entry that ended the waiting, or of the whole dossier while it lasts. */
export function pauseText({ reason, label, from, to, working, stopsClock }: Pause, restart: Entry['restart']): string {
  const effect = !stopsClock ? ', vẫn tính vào thời hạn vì hạn đã qua'
    : reason !== 'supplement' || restart === 'none' ? ', không tính vào thời hạn'
      : restart === 'started' ? '; thời hạn tính lại từ đầu' : '; khi nhận bổ sung, thời hạn tính lại từ đầu';
  return `${upper(label)} từ ${localTime(from)} đến ${to === null ? 'nay' : localTime(to)}: ${working.text}${effect}`;
}

/** By how much the date is later, where the shown waiting alone does not tell it. */
export function shiftText({ shift, pause }: Entry, entries: readonly Entry[]): string | undefined {
  if (shift === null) return undefined;
  const others = entries.flatMap((entry) => (entry.pause === null || entry.pause === pause ? [] : entry.pause));
  const overlaps = others.some(({ from, to, stopsClock }) => stopsClock && to !== null && to > shift.from && from < shift.to);
  if (!overlaps && pause?.from === shift.from) return undefined;
  return `Hạn lùi theo thời gian ngừng tính từ ${localTime(shift.from)} đến ${localTime(shift.to)}: ${shift.working.text}${overlaps ? '; các khoảng chờ trùng nhau chỉ tính một lần' : ''}`;
}

function upper(label: string): string {
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}
