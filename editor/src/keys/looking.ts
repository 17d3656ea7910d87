/** Actions on what is seen: zoom, the picture, what of the instances is drawn. */
import type { Look } from "../app/state";
import type { Tools } from "../tools/tool";
import { inGroup, type Action, type Ungrouped } from "./actions";
import { hasSelection } from "./conditions";

const ZOOM = 1.5;
const SHADE = 0.1; // of -1..1
const OPACITY = 0.1; // of 0..1
const GAMMA = 1.15;

export const LOOKING: readonly Action[] = inGroup("Look", [
  { id: "zoom-in", title: "Zoom in", keys: ["+", "="], run: ({ acts }) => acts.zoom(ZOOM) },
  { id: "zoom-out", title: "Zoom out", keys: ["-"], run: ({ acts }) => acts.zoom(1 / ZOOM) },
  { id: "fit", title: "Fit the image", keys: ["0"], run: ({ acts }) => acts.fit() },
  {
    id: "one-to-one",
    title: "One to one",
    about: "One screen pixel for each image pixel.",
    keys: ["Shift+0"],
    run: ({ acts }) => acts.oneToOne(),
  },
  {
    id: "zoom-to-selection",
    title: "Zoom to the selection",
    keys: ["z"],
    can: hasSelection,
    run: ({ acts }) => acts.zoomToSelection(),
  },
  {
    id: "zoom-back",
    title: "Back to the view before",
    about: "To where you looked before the last zoom to an instance.",
    keys: ["Shift+z"],
    run: ({ acts }) => acts.zoomBack(),
  },
  toggle("keep-view", "Keep the view on the next image", "Shift+v", "keepView"),
  toggle("minimap", "Minimap on or off", "Shift+m", "minimap"),
  toggle("outlines", "Outlines on or off", "Alt+o", "outlines"),
  toggle("labels", "Names on or off", "Alt+t", "labels"),
  toggle("only-selected", "Show the selected alone", "i", "onlySelected"),
  step("fill-more", "Fill more", ["Alt+f"], ({ opacity }) => ({
    opacity: within(opacity + OPACITY, 0, 1),
  })),
  step("fill-less", "Fill less", ["Alt+Shift+f"], ({ opacity }) => ({
    opacity: within(opacity - OPACITY, 0, 1),
  })),
  step("brighter", "Brighter", ["Alt+b"], ({ brightness }) => ({
    brightness: within(brightness + SHADE, -1, 1),
  })),
  step("darker", "Darker", ["Alt+Shift+b"], ({ brightness }) => ({
    brightness: within(brightness - SHADE, -1, 1),
  })),
  step("contrast-more", "More contrast", ["Alt+c"], ({ contrast }) => ({
    contrast: within(contrast + SHADE, -1, 1),
  })),
  step("contrast-less", "Less contrast", ["Alt+Shift+c"], ({ contrast }) => ({
    contrast: within(contrast - SHADE, -1, 1),
  })),
  step("gamma-more", "More gamma", ["Alt+m"], ({ gamma }) => ({
    gamma: within(gamma * GAMMA, 0.2, 5),
  })),
  step("gamma-less", "Less gamma", ["Alt+Shift+m"], ({ gamma }) => ({
    gamma: within(gamma / GAMMA, 0.2, 5),
  })),
  toggle("invert", "Invert the picture", "Shift+i", "invert"),
  step("plain", "The picture as it is", ["Alt+0"], () => ({
    brightness: 0,
    contrast: 0,
    gamma: 1,
    invert: false,
  })),
]);

type Switch = "keepView" | "minimap" | "outlines" | "labels" | "onlySelected" | "invert";

function toggle(id: string, title: string, key: string, what: Switch): Ungrouped {
  const run = ({ state, acts }: Tools) => acts.setLook({ [what]: !state.look.value[what] });
  return { id, title, keys: [key], run };
}

function step(
  id: string,
  title: string,
  keys: readonly string[],
  next: (look: Look) => Partial<Look>,
): Ungrouped {
  return { id, title, keys, run: ({ state, acts }) => acts.setLook(next(state.look.value)) };
}

/** Rounded, so that steps there and back meet. */
function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(Math.round(value * 1000) / 1000, least), most);
}
