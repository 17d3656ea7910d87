/** Every tool by keyboard alone: arrows move a crosshair, Enter presses where it is. */
import type { State } from "../app/state";
import type { Point } from "../geometry/types";
import { DIRECTIONS, type Pointing, type Tool, type ToolKey, type Tools } from "./tool";

const STEP = 4; // CSS pixels, so that it goes finer the closer one looks
const FAR_STEP = 40;
const MARGIN = 24; // CSS pixels of the screen's edge where the picture comes along

/** `tool` with a crosshair for what it leaves unused of Enter and the arrow keys. */
export function withCrosshair(tool: Tool): Tool {
  /** Where Enter was pressed last: Enter there again is the tool's own. */
  let pressed: Point | null = null;
  const press = (tools: Tools): boolean => {
    const crosshair = tools.state.crosshair.value;
    if (!crosshair || crosshair === pressed) return false;
    pressed = crosshair;
    const at = pointingAt(crosshair, tools.state);
    tool.down?.(at, tools);
    tool.up?.(at, tools);
    return true;
  };
  const key = (key: ToolKey, far: boolean, tools: Tools): boolean => {
    if (key === "finish" && press(tools)) return true;
    return tool.key?.(key, far, tools) || move(key, far, tools, tool);
  };
  return {
    id: tool.id,
    get cursor() {
      return tool.cursor;
    },
    hint: (tools) => tool.hint(tools),
    isBusy: () => tool.isBusy(),
    hover: (at, tools) => tool.hover?.(at, tools),
    down: (at, tools) => tool.down?.(at, tools),
    drag: (at, tools, all) => tool.drag?.(at, tools, all),
    up: (at, tools) => tool.up?.(at, tools),
    lost: (tools) => tool.lost?.(tools),
    wheel: (steps, at, tools) => tool.wheel?.(steps, at, tools) ?? false,
    key,
    undo: (tools) => tool.undo?.(tools) ?? false,
    redo: (tools) => tool.redo?.(tools) ?? false,
    leave: (tools) => tool.leave?.(tools),
    draw: (painter, tools) => tool.draw?.(painter, tools),
  };
}

/** True when `key` is an arrow. The tool hears of it as of a pointer that moves. */
function move(key: ToolKey, far: boolean, tools: Tools, tool: Tool): boolean {
  const direction = DIRECTIONS[key];
  if (!direction) return false;
  const { state } = tools;
  const { view } = state;
  const { width, height } = view.value.screen;
  const from = view.value.toScreen(
    state.crosshair.value ?? view.value.toImage({ x: width / 2, y: height / 2 }),
  );
  const step = far ? FAR_STEP : STEP;
  const to = { x: from.x + direction[0] * step, y: from.y + direction[1] * step };
  const crosshair = view.value.toImage(to);
  state.crosshair.value = crosshair;
  tools.acts.pan(comeAlong(to.x, width), comeAlong(to.y, height));
  tool.hover?.(pointingAt(crosshair, state), tools);
  return true;
}

/** How far the picture goes so that `at` is not in the margin of 0..`extent`. */
function comeAlong(at: number, extent: number): number {
  if (at < MARGIN) return MARGIN - at;
  return Math.min(0, extent - MARGIN - at);
}

function pointingAt(image: Point, state: State): Pointing {
  return {
    image,
    screen: state.view.value.toScreen(image),
    kind: "keyboard",
    shift: false,
    alt: false,
    ctrl: false,
    clicks: 1,
  };
}
