/** A new instance, drawn point by point or freehand. */
import { make } from "./drawing";
import { OutlineTool } from "./outline";

export function polygonTool(): OutlineTool {
  return new OutlineTool({
    id: "polygon",
    name: "an outline",
    isNew: true,
    finish: (ring, tools) => make(tools, "Draw a polygon", [{ outer: ring, holes: [] }]),
  });
}
