import type { Word } from './language';

export interface Range {
  from: string;
  to: string;
}

const day = (at: Date): string => `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
const plus = (text: string, days: number): string => {
  const at = new Date(`${text}T12:00:00`);
  at.setDate(at.getDate() + days);
  return day(at);
};

/** Ranges that are asked for most, of the calendar of this browser; `to` is not in the range. */
export const ranges: Record<string, { word: Word; of: (today: string) => Range }> = {
  today: { word: 'rangeToday', of: (today) => ({ from: today, to: plus(today, 1) }) },
  yesterday: { word: 'rangeYesterday', of: (today) => ({ from: plus(today, -1), to: today }) },
  week: { word: 'rangeWeek', of: (today) => ({ from: plus(today, -((new Date(`${today}T12:00:00`).getDay() + 6) % 7)), to: plus(today, 1) }) },
  month: { word: 'rangeMonth', of: (today) => ({ from: `${today.slice(0, 8)}01`, to: plus(today, 1) }) },
  lastMonth: { word: 'rangeLastMonth', of: (today) => ({ from: `${plus(`${today.slice(0, 8)}01`, -1).slice(0, 8)}01`, to: `${today.slice(0, 8)}01` }) },
};

export const today = (): string => day(new Date());

/** As many days before. */
export function before(range: Range): Range {
  const days = Math.round((Date.parse(`${range.to}T12:00:00Z`) - Date.parse(`${range.from}T12:00:00Z`)) / 86_400_000);
  return { from: plus(range.from, -days), to: range.from };
}
