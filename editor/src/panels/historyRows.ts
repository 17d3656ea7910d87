/** The image's history as the panel shows it: one entry a gesture, newest first. */
import type { WireAnnotation, WireHistory } from "../model/wire";

export type WireChange = WireHistory["changes"][number];

export interface HistoryEntry {
  readonly requestId: string;
  readonly label: string;
  readonly author: string;
  readonly at: string;
  readonly changes: readonly WireChange[];
}

/** Changes of one gesture together; those that came without one each by itself. */
export function entriesOf(changes: readonly WireChange[]): HistoryEntry[] {
  const entries: (HistoryEntry & { changes: WireChange[] })[] = [];
  for (const change of changes) {
    const last = entries.at(-1);
    if (last && change.request_id && last.requestId === change.request_id) {
      last.changes.push(change);
      continue;
    }
    entries.push({
      requestId: change.request_id,
      label: change.label || KIND_LABELS[change.kind],
      author: change.author,
      at: change.at,
      changes: [change],
    });
  }
  return entries;
}

const KIND_LABELS: Record<WireChange["kind"], string> = {
  create: "Draw",
  update: "Change",
  delete: "Delete",
  state: "Change the state",
  split: "Change the split",
  import: "Import",
  category: "Change a class",
};

/** What restoring brings back: how it was before; of one that was made then, how it was made. */
export function restorable(
  change: WireChange,
): { to: "before" | "after"; annotation: WireAnnotation } | null {
  if (change.before) return { to: "before", annotation: change.before };
  if (change.after) return { to: "after", annotation: change.after };
  return null;
}
