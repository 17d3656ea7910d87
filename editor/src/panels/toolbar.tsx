/** The upper row: tools, undo, what is seen, and the ways to everything else. */
import type { JSX } from "preact";
import { TOOL_IDS, type ToolId } from "../tools/tool";
import { ACTION_OF_BUTTON } from "./actionIds";
import { IconButton } from "./button";
import { useDesk } from "./desk";
import { LookPanel } from "./lookPanel";
import { MoreMenu } from "./moreMenu";

const TOOL_NAMES: Record<ToolId, string> = {
  select: "Select and move",
  stroke: "Redraw a stretch",
  push: "Push the outline",
  brush: "Paint; Alt erases",
  polygon: "Draw a polygon",
  rectangle: "Draw a rectangle",
  ellipse: "Draw an ellipse",
  slice: "Slice",
  hole: "Cut a hole",
  part: "Add a part",
};

export function Toolbar(): JSX.Element {
  const { help } = useDesk().tools.state;
  return (
    <div class="toolbar" role="toolbar" aria-label="Tools">
      <ToolButtons />
      <BrushSize />
      <UndoButtons />
      <ViewButtons />
      <div class="group end">
        <LookPanel />
        <MoreMenu />
        <IconButton
          icon="help"
          title="Help and keys"
          action={ACTION_OF_BUTTON.help}
          keepsFocus
          onClick={() => (help.value = true)}
        />
      </div>
    </div>
  );
}

function ToolButtons(): JSX.Element {
  const { state, acts } = useDesk().tools;
  return (
    <div class="group">
      {TOOL_IDS.map((id) => (
        <IconButton
          key={id}
          icon={id}
          title={TOOL_NAMES[id]}
          action={ACTION_OF_BUTTON[id]}
          pressed={state.tool.value === id}
          onClick={() => acts.setTool(id)}
        />
      ))}
    </div>
  );
}

/** Of the tools that have a size; squared, so that small ones can be set finely. */
function BrushSize(): JSX.Element | null {
  const { state, acts } = useDesk().tools;
  if (state.tool.value !== "push" && state.tool.value !== "brush") return null;
  const radius = Math.round(state.brushRadius.value);
  return (
    <label class="group brush-size" title="Radius of the brush on the screen (wheel)">
      <input
        type="range"
        min={1.4}
        max={16}
        step={0.1}
        aria-label="Brush radius"
        aria-valuetext={`${radius} pixels`}
        value={Math.sqrt(radius)}
        onInput={(event) => acts.setBrushRadius(Math.round(event.currentTarget.valueAsNumber ** 2))}
      />
      <output>{radius} px</output>
    </label>
  );
}

function UndoButtons(): JSX.Element {
  const { state, acts } = useDesk().tools;
  return (
    <div class="group">
      <IconButton
        icon="undo"
        title="Undo"
        action={ACTION_OF_BUTTON.undo}
        disabled={!state.canUndo.value}
        onClick={() => acts.undo()}
      />
      <IconButton
        icon="redo"
        title="Redo"
        action={ACTION_OF_BUTTON.redo}
        disabled={!state.canRedo.value}
        onClick={() => acts.redo()}
      />
    </div>
  );
}

function ViewButtons(): JSX.Element {
  const { state, acts } = useDesk().tools;
  return (
    <div class="group">
      <IconButton
        icon="fit"
        title="Fit the image"
        action={ACTION_OF_BUTTON.fit}
        onClick={() => acts.fit()}
      />
      <IconButton
        icon="actual"
        title="One to one"
        action={ACTION_OF_BUTTON.actual}
        onClick={() => acts.oneToOne()}
      />
      <IconButton
        icon="zoomSelection"
        title="Zoom to the selection"
        action={ACTION_OF_BUTTON.zoomSelection}
        disabled={state.selection.value.length === 0}
        onClick={() => acts.zoomToSelection()}
      />
    </div>
  );
}
