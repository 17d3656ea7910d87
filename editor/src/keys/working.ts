/** Actions that change outlines, and the choice of tool. */
import type { ToolId, Tools } from "../tools/tool";
import { jumpVertex } from "../tools/vertices";
import { inGroup, type Action, type ActionGroup } from "./actions";
import { hasSelection, hasSeveral } from "./conditions";

const BRUSH = 1.25; // a press of the key

const TOOLS: readonly Action[] = [
  tool(
    "select",
    "Correct",
    "Select and move",
    ["v", "Escape"],
    "Picks, drags points, edges and wholes.",
  ),
  tool(
    "stroke",
    "Correct",
    "Redraw a stretch",
    ["s"],
    "One stroke near the outline; across it cuts or extends.",
  ),
  tool(
    "push",
    "Correct",
    "Push the outline",
    ["p"],
    "A round cursor pushes the outline before it.",
  ),
  tool("brush", "Correct", "Paint", ["b"], "Onto the selected instance, or a new one; Alt erases."),
  tool("polygon", "Draw", "Draw a polygon", ["n"], "Click by click, or freehand while pressed."),
  tool("rectangle", "Draw", "Draw a rectangle", ["r"]),
  tool("ellipse", "Draw", "Draw an ellipse", ["e"]),
  tool("slice", "Parts and holes", "Slice by a line", ["k"], "The pieces become instances."),
  tool("hole", "Parts and holes", "Cut a hole", ["o"]),
  tool("part", "Parts and holes", "Add a part", ["a"]),
];

const CORRECTING: readonly Action[] = inGroup("Correct", [
  { id: "undo", title: "Undo", keys: ["$mod+z"], run: ({ acts }) => acts.undo() },
  {
    id: "redo",
    title: "Redo",
    keys: ["$mod+Shift+z", "$mod+y"],
    run: ({ acts }) => acts.redo(),
  },
  {
    id: "vertex-jump",
    title: "Bring the nearest point here",
    about: "The selected outline's point nearest to the pointer.",
    keys: ["w"],
    run: jumpVertex,
  },
  {
    id: "transform",
    title: "Turn and stretch",
    about: "Corners stretch, the knob turns.",
    keys: ["t"],
    can: hasSelection,
    run: transform,
  },
  {
    id: "delete",
    title: "Delete",
    about: "The chosen points, else the selected instances.",
    keys: ["Delete"],
    can: hasSelection,
    run: ({ acts }) => acts.removeSelected(),
  },
  {
    id: "simplify",
    title: "Simplify",
    about: "Fewer points, mask IoU 0.98 or more.",
    keys: ["Shift+s"],
    can: hasSelection,
    run: ({ acts }) => acts.simplifySelected(),
  },
  {
    id: "smooth",
    title: "Smooth",
    keys: ["Alt+s"],
    can: hasSelection,
    run: ({ acts }) => acts.smoothSelected(),
  },
  {
    id: "repair",
    title: "Repair an outline that crosses itself",
    keys: ["x"],
    can: hasSelection,
    run: ({ acts }) => acts.repairSelected(),
  },
  {
    id: "brush-larger",
    title: "Larger brush",
    keys: ["]", "Alt+ArrowUp"],
    run: ({ state, acts }) => acts.setBrushRadius(state.brushRadius.value * BRUSH),
  },
  {
    id: "brush-smaller",
    title: "Smaller brush",
    keys: ["[", "Alt+ArrowDown"],
    run: ({ state, acts }) => acts.setBrushRadius(state.brushRadius.value / BRUSH),
  },
]);

const PARTS: readonly Action[] = inGroup("Parts and holes", [
  {
    id: "join",
    title: "Join",
    about: "The selected instances become one.",
    keys: ["j"],
    can: hasSeveral,
    run: ({ acts }) => acts.join(),
  },
  {
    id: "split-parts",
    title: "Split into its parts",
    keys: ["Shift+j"],
    can: hasSelection,
    run: ({ acts }) => acts.splitParts(),
  },
  {
    id: "fill-holes",
    title: "Fill the holes",
    keys: ["Shift+o"],
    can: hasSelection,
    run: ({ acts }) => acts.fillHoles(),
  },
  {
    id: "subtract",
    title: "On top wins",
    about: "Takes the selected instances' area away from their neighbours.",
    keys: ["Shift+x"],
    can: hasSelection,
    run: ({ acts }) => acts.subtractFromNeighbours(),
  },
  {
    id: "clip",
    title: "Clip to the image",
    keys: ["Shift+c"],
    can: hasSelection,
    run: ({ acts }) => acts.clipToImage(),
  },
]);

export const WORKING: readonly Action[] = [...TOOLS, ...CORRECTING, ...PARTS];

function tool(
  id: ToolId,
  group: ActionGroup,
  title: string,
  keys: readonly string[],
  about?: string,
): Action {
  const can = ({ state }: Tools) => state.tool.value !== id;
  const run = ({ acts }: Tools) => acts.setTool(id);
  return { id: `tool-${id}`, group, title, keys, can, run, ...(about && { about }) };
}

function transform({ state, acts }: Tools): void {
  const isOn = state.tool.value === "select" && state.transforming.value;
  acts.setTool("select");
  state.transforming.value = !isOn;
}
