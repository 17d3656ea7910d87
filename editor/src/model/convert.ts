/** Between the wire and the model: the only place that knows both. */
import { splicesBetween } from "../geometry/diff";
import type { Box, Parts } from "../geometry/types";
import { keyOf } from "./doc";
import type { Change, Gesture, ImageInfo, Instance } from "./types";
import { MAX_SPLICES } from "./wire";
import type { WireAnnotation, WireEdit, WireGesture, WireImage, WireParts, WireRef } from "./wire";

export function partsFromWire(parts: WireParts): Parts {
  return parts.map(([outer = [], ...holes]) => ({ outer, holes }));
}

export function partsToWire(parts: Parts): WireParts {
  return parts.map((part) => [part.outer, ...part.holes].map((ring) => [...ring]));
}

export function boxFromWire([x1, y1, x2, y2]: WireAnnotation["box"]): Box {
  return { x1, y1, x2, y2 };
}

/** `key`: how this tab names it, where that is not its id. */
export function instanceFromWire(wire: WireAnnotation, key = String(wire.id)): Instance {
  return Object.freeze({
    key,
    version: wire.version,
    categoryId: wire.category_id,
    parts: partsFromWire(wire.parts),
    box: boxFromWire(wire.box),
    area: wire.area,
    isCrowd: wire.iscrowd,
    isExact: wire.exact,
    isEdited: wire.edited,
    origin: wire.origin,
    score: wire.score,
    runId: wire.run_id,
    z: wire.z,
  });
}

export function imageFromWire(wire: WireImage): ImageInfo {
  const { file_name: fileName, ...same } = wire;
  return Object.freeze({ ...same, fileName });
}

/** A save of all that `gesture` did; `refOf` tells how the store knows an instance. */
export function saveOf(
  gesture: Gesture,
  refOf: (key: string) => WireRef,
): Extract<WireGesture, { kind: "save" }> {
  return {
    request_id: gesture.id,
    kind: "save",
    label: gesture.label,
    edits: gesture.changes.map((change) => editOf(change, refOf)),
    seconds: gesture.seconds,
  };
}

function editOf(change: Change, refOf: (key: string) => WireRef): WireEdit {
  const { before, after } = change;
  if (after && !before) return creation(after);
  const of = { ref: refOf(keyOf(change)), version: before!.version };
  return after ? { op: "update", ...of, ...differences(before!, after) } : { op: "delete", ...of };
}

function creation(made: Instance): WireEdit {
  return {
    op: "create",
    category_id: made.categoryId,
    parts: partsToWire(made.parts),
    iscrowd: made.isCrowd,
    z: made.z,
    origin: made.origin === "model" ? "model" : "person",
    score: made.score,
    run_id: made.runId,
  };
}

function differences(before: Instance, after: Instance) {
  return {
    ...(before.categoryId !== after.categoryId && { category_id: after.categoryId }),
    ...(before.isCrowd !== after.isCrowd && { iscrowd: after.isCrowd }),
    ...(before.z !== after.z && { z: after.z }),
    ...outline(before.parts, after.parts),
  };
}

/** What changed of the outline, or all of it where rings came or went, or too much changed. */
function outline(before: Parts, after: Parts) {
  if (before === after) return {};
  const splices = splicesBetween(before, after);
  if (splices === null || splices.length > MAX_SPLICES) return { parts: partsToWire(after) };
  return splices.length ? { splices } : {};
}
