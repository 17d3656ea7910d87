/**
 * Instances that this browser made and the store has, although its answer never came: without their
 * ids they would be on screen twice, as what was made here and as what the store tells of.
 */
import type { Desk } from "./desk";
import { madeBy } from "./entry";

/** Look unacknowledged makings up in the image's history. Throws what a request throws. */
export async function recognise(desk: Desk, imageId: number): Promise<void> {
  const ledger = desk.ledgers.of(imageId);
  const makers = desk.queue
    .of(imageId)
    .filter((entry) => madeBy(entry).some((key) => ledger.idOf(key) === undefined));
  if (makers.length === 0) return;
  const { changes } = await desk.api.history(imageId);
  const oldestFirst = changes.filter((one) => one.kind === "create").reverse();
  for (const entry of makers) {
    const made = oldestFirst.filter((one) => one.request_id === entry.requestId);
    madeBy(entry).forEach((key, n) => {
      const id = made[n]?.annotation_id;
      if (id) ledger.name(key, id);
    });
  }
}
