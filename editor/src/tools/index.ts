/** One of each tool. */
import { ellipseTool, rectangleTool } from "./boxed";
import { BrushTool } from "./brush";
import { withCrosshair } from "./crosshair";
import { holeTool } from "./hole";
import { partTool } from "./part";
import { polygonTool } from "./polygon";
import { PushTool } from "./push";
import { SelectTool } from "./select";
import { SliceTool } from "./slice";
import { StrokeTool } from "./stroke";
import type { Tool, ToolId } from "./tool";

export function makeTools(): ReadonlyMap<ToolId, Tool> {
  const tools: Tool[] = [
    new SelectTool(),
    new StrokeTool(),
    new PushTool(),
    new BrushTool(),
    polygonTool(),
    rectangleTool(),
    ellipseTool(),
    new SliceTool(),
    holeTool(),
    partTool(),
  ];
  return new Map(tools.map((tool) => [tool.id, withCrosshair(tool)]));
}
