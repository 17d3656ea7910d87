/** Small instances and classes to list. */
import type { Category, Instance } from "../../src/model/types";
import type { Facts } from "../../src/panels/instanceRows";

export const CATEGORIES: readonly Category[] = [
  { id: 1, name: "panda", position: 0, color: "#e69f00", mark: "P" },
  { id: 2, name: "red fox", position: 1, color: "#56b4e9", mark: "F" },
];

export function instance(key: string, change: Partial<Instance> = {}): Instance {
  return {
    key,
    version: 1,
    categoryId: 1,
    parts: [{ outer: [0, 0, 4, 0, 4, 4], holes: [] }],
    box: { x1: 0, y1: 0, x2: 4, y2: 4 },
    area: 8,
    isCrowd: false,
    isExact: false,
    isEdited: false,
    origin: "person",
    score: null,
    runId: null,
    z: 0,
    ...change,
  };
}

export function facts({ hidden = "", locked = "" } = {}): Facts {
  return {
    categoryOf: (id) => CATEGORIES.find((one) => one.id === id),
    isHidden: (one) => one.key === hidden,
    isLocked: (one) => one.key === locked,
  };
}
