/** A ring drawn inside an instance is cut out of it. */
import { difference } from "../geometry/booleans";
import { pointOf, type Ring } from "../geometry/types";
import type { Instance } from "../model/types";
import { commitOutline } from "./neighbours";
import { OutlineTool } from "./outline";
import { canChange, editable, under } from "./picking";
import type { Tools } from "./tool";

export function holeTool(): OutlineTool {
  return new OutlineTool({ id: "hole", name: "a hole", finish: cut });
}

function cut(ring: Ring, tools: Tools): boolean {
  const one = editable(tools.state) ?? around(ring, tools);
  const after = one && difference(one.parts, [{ outer: ring, holes: [] }]);
  if (!one || !after || after.length === 0) {
    tools.acts.say("A hole needs an instance around it, seen and not locked: the draft is kept.");
    return false;
  }
  const isDone = commitOutline(tools, "Cut a hole", { one, after, detached: true });
  if (isDone) tools.acts.select([one.key]);
  return isDone;
}

/** The smallest instance that the ring begins in. */
function around(ring: Ring, { state }: Tools): Instance | undefined {
  const key = under(state, pointOf(ring, 0), 0).find((one) => canChange(state, one));
  return key === undefined ? undefined : state.doc.get(key);
}
