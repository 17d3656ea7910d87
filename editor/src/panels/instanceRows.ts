/** The rows of the instance list: sought, sorted, and put in words. */
import { pointCount } from "../geometry/rings";
import type { Category, Instance, Origin } from "../model/types";

export const SORTS = ["order", "class", "area", "score"] as const;
export type SortBy = (typeof SORTS)[number];

export interface Asked {
  readonly text: string;
  readonly sort: SortBy;
  readonly descending: boolean;
}

/** What the list knows besides the instances themselves. */
export interface Facts {
  categoryOf(id: number): Category | undefined;
  isHidden(one: Instance): boolean;
  isLocked(one: Instance): boolean;
}

export const ORIGIN_WORDS: Record<Origin, string> = {
  import: "imported",
  person: "drawn by a person",
  model: "predicted",
};

/** Those of `instances` (in draw order) that were asked for, sorted; the topmost first by itself. */
export function rowsOf(instances: readonly Instance[], asked: Asked, facts: Facts): Instance[] {
  const words = asked.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = instances.filter((one) => {
    const text = words.length ? searched(one, facts) : "";
    return words.every((word) => text.includes(word));
  });
  found.reverse();
  if (asked.sort !== "order") found.sort(sorter(asked, facts));
  else if (asked.descending) found.reverse();
  return found;
}

/** "locked", "crowd", ...: what a row shows as marks. */
export function marksOf(one: Instance, facts: Facts): string[] {
  const marks: [boolean, string][] = [
    [one.isEdited, "edited"],
    [one.isExact, "exact mask"],
    [one.isCrowd, "crowd"],
    [facts.isLocked(one), "locked"],
    [facts.isHidden(one), "hidden"],
  ];
  return marks.flatMap(([holds, word]) => (holds ? [word] : []));
}

/** For a screen reader: "panda 4 of 17, 23 points, selected, locked". */
export function optionText(
  one: Instance,
  facts: Facts,
  at: { place: number; total: number; isSelected: boolean },
): string {
  const points = pointCount(one.parts);
  const outline = points ? `${points} points` : "only a box";
  const score = one.score === null ? [] : [`score ${one.score.toFixed(2)}`];
  const selected = at.isSelected ? ["selected"] : [];
  const begin = `${nameOf(one, facts)} ${at.place} of ${at.total}`;
  return [begin, outline, ...selected, ...score, ...marksOf(one, facts)].join(", ");
}

function nameOf(one: Instance, facts: Facts): string {
  return facts.categoryOf(one.categoryId)?.name ?? "unknown class";
}

function searched(one: Instance, facts: Facts): string {
  const words = [nameOf(one, facts), ORIGIN_WORDS[one.origin], ...marksOf(one, facts)];
  return words.join(" ").toLowerCase();
}

/** Instances without a score come last either way. */
function sorter({ sort, descending }: Asked, facts: Facts): (a: Instance, b: Instance) => number {
  const sign = descending ? -1 : 1;
  if (sort === "area") return (a, b) => sign * (a.area - b.area);
  if (sort === "class") {
    const position = (one: Instance): number => facts.categoryOf(one.categoryId)?.position ?? 1e9;
    return (a, b) => sign * (position(a) - position(b));
  }
  return (a, b) => {
    if (a.score === null || b.score === null) return +(a.score === null) - +(b.score === null);
    return sign * (a.score - b.score);
  };
}
