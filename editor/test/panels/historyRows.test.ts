import { describe, expect, it } from "vitest";
import type { WireAnnotation } from "../../src/model/wire";
import { entriesOf, restorable, type WireChange } from "../../src/panels/historyRows";

const ANNOTATION: WireAnnotation = {
  id: 7,
  version: 2,
  category_id: 1,
  parts: [[[0, 0, 4, 0, 4, 4]]],
  box: [0, 0, 4, 4],
  area: 8,
  iscrowd: false,
  exact: false,
  edited: true,
  origin: "person",
  score: null,
  run_id: null,
  z: 0,
};

function change(id: number, more: Partial<WireChange> = {}): WireChange {
  return {
    change: id,
    request_id: `request-${id}`,
    kind: "update",
    label: "Move a point",
    author: "ole",
    at: "2026-03-01T12:00:00Z",
    annotation_id: 7,
    before: ANNOTATION,
    after: ANNOTATION,
    detail: "",
    ...more,
  };
}

describe("entries of the history", () => {
  it("have what one gesture did together", () => {
    const changes = [change(3, { request_id: "a" }), change(2, { request_id: "a" }), change(1)];
    expect(entriesOf(changes).map((entry) => entry.changes.map((one) => one.change))).toEqual([
      [3, 2],
      [1],
    ]);
  });

  it("stay apart where the changes came without a request", () => {
    const changes = [change(2, { request_id: "" }), change(1, { request_id: "" })];
    expect(entriesOf(changes)).toHaveLength(2);
  });

  it("say what happened where nobody said it", () => {
    expect(entriesOf([change(1, { label: "", kind: "import" })])[0]!.label).toBe("Import");
  });
});

describe("restoring", () => {
  it("brings an instance back as it was before the change", () => {
    expect(restorable(change(1))).toEqual({ to: "before", annotation: ANNOTATION });
    expect(restorable(change(1, { after: null }))!.to).toBe("before");
  });

  it("brings one that was made then back as it was made", () => {
    expect(restorable(change(1, { before: null }))!.to).toBe("after");
  });

  it("is not offered where no instance changed", () => {
    expect(restorable(change(1, { before: null, after: null }))).toBeNull();
  });
});
