/** Actions that pick: the next instance, the one below, the points of one. */
import { pickBelow } from "../tools/picking";
import { stepVertex } from "../tools/vertices";
import { inGroup, type Action } from "./actions";

export const PICKING: readonly Action[] = inGroup("Pick", [
  {
    id: "select-next",
    title: "Next instance",
    about: "In draw order. After Escape with nothing selected, Tab leaves the canvas.",
    keys: ["Tab"],
    run: ({ acts }) => acts.walk(1),
  },
  {
    id: "select-previous",
    title: "Previous instance",
    keys: ["Shift+Tab"],
    run: ({ acts }) => acts.walk(-1),
  },
  {
    id: "suspicious-next",
    title: "Next suspicious instance",
    about: "Zooms to it; Shift+Z goes back.",
    keys: ["q"],
    run: ({ acts }) => acts.walk(1, "suspicious"),
  },
  {
    id: "suspicious-previous",
    title: "Previous suspicious instance",
    keys: ["Shift+q"],
    run: ({ acts }) => acts.walk(-1, "suspicious"),
  },
  {
    id: "select-below",
    title: "The next one below the pointer",
    about: "As a second click in the same place does.",
    keys: ["Backquote", "/"],
    run: pickBelow,
  },
  {
    id: "select-all",
    title: "Select all that is shown",
    keys: ["$mod+a"],
    run: ({ state, acts }) =>
      acts.select([...state.doc.keys()].filter((key) => !state.isHidden(key))),
  },
  {
    id: "vertex-next",
    title: "Next point of the outline",
    keys: ["."],
    run: (tools) => stepVertex(1, tools),
  },
  {
    id: "vertex-previous",
    title: "Previous point of the outline",
    keys: [","],
    run: (tools) => stepVertex(-1, tools),
  },
  {
    id: "help",
    title: "Help and keys",
    keys: ["?", "F1"],
    run: ({ state }) => {
      state.help.value = !state.help.value;
    },
  },
]);
