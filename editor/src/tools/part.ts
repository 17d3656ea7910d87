/** A ring drawn beside the selected instance becomes a part of it; one that overlaps it, joins it. */
import { union } from "../geometry/booleans";
import type { Ring } from "../geometry/types";
import { OutlineTool } from "./outline";
import { editable } from "./picking";
import type { Tools } from "./tool";

export function partTool(): OutlineTool {
  return new OutlineTool({ id: "part", name: "a part of the selected instance", finish: add });
}

function add(ring: Ring, { state, acts }: Tools): boolean {
  const one = editable(state);
  if (!one) {
    acts.say("Select the instance that the part belongs to: the draft is kept.");
    return false;
  }
  const parts = union(one.parts, [{ outer: ring, holes: [] }]);
  return acts.commit("Add a part", { edits: [{ key: one.key, parts }] }).length > 0;
}
