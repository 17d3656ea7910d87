/** Buttons whose tooltips name keys, and the actions of the table that these keys start. */
import { TOOL_IDS, type ToolId } from "../tools/tool";

const TOOLS = Object.fromEntries(TOOL_IDS.map((id) => [id, `tool-${id}`])) as Record<
  ToolId,
  string
>;

export const ACTION_OF_BUTTON = {
  ...TOOLS,
  undo: "undo",
  redo: "redo",
  fit: "fit",
  actual: "one-to-one",
  zoomSelection: "zoom-to-selection",
  help: "help",
  previousImage: "previous-image",
  nextImage: "next-image",
  previousGhost: "ghost-previous",
  nextGhost: "ghost-next",
  accept: "ghost-accept",
  replace: "ghost-replace",
  reject: "ghost-reject",
} as const;
