/**
 * What outlives a rerun, a page change and a reload: the tab's place (session storage) and the
 * person's taste (local storage). A browser that forbids both loses only this.
 */
import { effect } from "@preact/signals";
import { TOOL_IDS, type ToolId } from "../tools/tool";
import { Viewport } from "../view/viewport";
import { keep, kept, type Store } from "./kept";
import { PLAIN_LOOK, type Look, type State } from "./state";

export interface Place {
  readonly dataset: string;
  readonly imageId: number;
  readonly scale: number;
  /** The image point in the middle of the canvas. */
  readonly centre: { readonly x: number; readonly y: number };
  readonly tool: ToolId;
  readonly selection: readonly string[];
  readonly categoryId: number | null;
  readonly locked: readonly string[];
  readonly hidden: readonly string[];
}

interface Taste {
  readonly look: Look;
  readonly brushRadius: number;
}

const PLACE = "segcore-editor-place";
const TASTE = "segcore-editor-taste";
const CALM = 250; // milliseconds without a change before it is written

/** The place this tab was left at in `dataset`; null when there is none. */
export function placeIn(dataset: string): Place | null {
  const found = kept("sessionStorage", PLACE) as Place | null;
  return found && found.dataset === dataset ? found : null;
}

/** Bring back zoom, selection and what was hidden or locked, once the place's image is open. */
export function returnTo(state: State, place: Place): void {
  const view = state.view.value;
  state.view.value = new Viewport(view.screen, view.scale, 0, 0).centred(place.centre, place.scale);
  state.selection.value = place.selection.filter((key) => state.doc.get(key));
  state.lockedKeys.value = new Set(place.locked);
  state.hiddenKeys.value = new Set(place.hidden);
}

/** Bring back the tool, the class and the taste; before any image is open. */
export function recall(state: State, place: Place | null): void {
  const taste = kept("localStorage", TASTE) as Taste | null;
  if (taste) {
    state.look.value = { ...PLAIN_LOOK, ...taste.look };
    state.brushRadius.value = taste.brushRadius;
  }
  if (place && TOOL_IDS.includes(place.tool)) state.tool.value = place.tool;
  if (place) state.categoryId.value = place.categoryId;
}

/** Keep writing down where the person is; returns how to stop. */
export function remember(state: State, dataset: string): () => void {
  const stops = [
    written("sessionStorage", PLACE, () => placeOf(state, dataset)),
    written("localStorage", TASTE, () => ({
      look: state.look.value,
      brushRadius: state.brushRadius.value,
    })),
  ];
  return () => stops.forEach((stop) => stop());
}

function placeOf(state: State, dataset: string): Place | null {
  const image = state.image.value;
  const view = state.view.value;
  if (!image) return null;
  return {
    dataset,
    imageId: image.id,
    scale: view.scale,
    centre: view.toImage({ x: view.screen.width / 2, y: view.screen.height / 2 }),
    tool: state.tool.value,
    selection: state.selection.value,
    categoryId: state.categoryId.value,
    locked: [...state.lockedKeys.value],
    hidden: [...state.hiddenKeys.value],
  };
}

/** Write what `value` says after every change of it, once it has calmed down, and at the stop. */
function written(storage: Store, name: string, value: () => unknown): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: unknown = null;
  const write = () => {
    clearTimeout(timer);
    if (latest !== null) keep(storage, name, latest);
  };
  const stop = effect(() => {
    latest = value();
    clearTimeout(timer);
    timer = setTimeout(write, CALM);
  });
  addEventListener("pagehide", write);
  return () => {
    stop();
    write();
    removeEventListener("pagehide", write);
  };
}
