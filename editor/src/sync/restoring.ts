/** Bring one instance to what a change of its history had. */
import { newId } from "../app/ids";
import type { Instance } from "../model/types";
import type { Desk } from "./desk";

export interface Restoration {
  readonly label: string;
  /** Of the history. */
  readonly change: number;
  readonly to: "before" | "after";
  /** As the history names the instance: by its id. */
  readonly key: string;
  readonly after: Instance | null;
}

/** Asks the store for the version of what was removed before this tab came. */
export async function restore(desk: Desk, asked: Restoration): Promise<void> {
  const image = desk.state.image.peek();
  if (!image) return;
  const ledger = desk.ledgers.of(image.id);
  const id = ledger.idOf(asked.key);
  const key = id === undefined ? asked.key : ledger.keyOf(id);
  if (id !== undefined && ledger.versionOf(key, desk.state.doc) === undefined)
    ledger.buried(key, await versionInStore(desk, image.id, id));
  if (!desk.isOpen(image.id)) return;
  const version = ledger.versionOf(key, desk.state.doc)!;
  const { label, change, to } = asked;
  const after = asked.after && { ...asked.after, key };
  const gesture = desk.fromHere(
    {
      id: newId(),
      label,
      changes: [{ before: desk.state.doc.get(key) ?? null, after }],
      seconds: null,
    },
    image.id,
  );
  if (!gesture.changes.length) return;
  const edit = {
    op: "restore" as const,
    ref: desk.refOf(ledger, image.id, key),
    version,
    change,
    to,
  };
  ledger.begin(gesture);
  desk.enact(image, gesture, {
    request_id: gesture.id,
    kind: "save",
    label,
    edits: [edit],
    seconds: null,
  });
}

async function versionInStore(desk: Desk, imageId: number, id: number): Promise<number> {
  const { changes } = await desk.api.history(imageId);
  const newest = changes.find((one) => one.annotation_id === id);
  return newest?.after?.version ?? (newest?.before?.version ?? 0) + 1;
}
