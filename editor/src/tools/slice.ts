/** A line through an instance parts it: every piece becomes an instance, the largest keeps its name. */
import { slice } from "../geometry/booleans";
import { boxOfPath } from "../geometry/rings";
import { freehand } from "../geometry/shapes";
import type { Parts, Path } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { Draft } from "./draft";
import { freehandTolerance, onPicture, pathOf } from "./drawing";
import { canChange, isDrag } from "./picking";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";

const STYLE = { color: "#ffffff", width: 2, dashed: true };

interface Cut {
  readonly one: Instance;
  readonly pieces: readonly Parts[];
}

export class SliceTool implements Tool {
  readonly id = "slice";
  readonly cursor = "crosshair";
  private draft = new Draft();
  private press: Pointing | null = null;
  private line: Pointing[] | null = null;
  private last: Pointing | null = null;

  hint(): string {
    if (this.draft.count === 0)
      return "drag or click: a line through an instance · selected ones first";
    return "click: next point · across and out, Enter or double click: slice · Backspace: back";
  }

  isBusy(): boolean {
    return this.press !== null || this.draft.count > 0;
  }

  hover(at: Pointing): void {
    this.last = at;
  }

  down(at: Pointing): void {
    this.press = at;
    this.line = null;
    this.last = at;
  }

  drag(at: Pointing, _tools: Tools, all: readonly Pointing[]): void {
    if (!this.press) return;
    if (!this.line && isDrag(this.press, at)) this.line = [this.press];
    this.line?.push(...all);
    this.last = at;
  }

  up(at: Pointing, tools: Tools): void {
    const { press, line } = this;
    this.press = null;
    this.line = null;
    if (!press) return;
    if (line) this.draft.add(thinned([...line, at], tools));
    else if (at.clicks < 2 || this.draft.count === 0) this.addPoint(at, tools);
    if (line || at.clicks > 1) this.finish(tools);
    else if (this.cuts(tools).length > 0) this.commit(tools);
  }

  lost(): void {
    this.press = null;
    this.line = null;
  }

  key(key: ToolKey, _far: boolean, tools: Tools): boolean {
    if (key === "takeBack" || key === "delete") return this.undo();
    if (key === "finish" && this.draft.count > 0) return this.finish(tools);
    if (key !== "cancel" || !this.isBusy()) return false;
    this.lost();
    this.draft = new Draft();
    return true;
  }

  undo(): boolean {
    return this.draft.takeBack();
  }

  redo(): boolean {
    return this.draft.redo();
  }

  leave(tools: Tools): void {
    if (this.line) this.draft.add(thinned(this.line, tools));
    this.lost();
    if (this.draft.count >= 2) this.commit(tools);
    this.draft = new Draft();
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { draft, line, last } = this;
    const ahead = last && draft.count > 0 ? pathOf([last], tools.state) : [];
    const path = [...draft.path, ...(line ? pathOf(line, tools.state) : ahead)];
    if (path.length >= 4) painter.path(path, STYLE);
    if (draft.first) painter.dot(draft.first, { ...STYLE, radius: 4 });
  }

  private addPoint(at: Pointing, { state }: Tools): void {
    const { x, y } = onPicture(at.image, state);
    this.draft.add([x, y]);
  }

  /** A dragged line that parts nothing goes; clicked points are kept to go on with. */
  private finish(tools: Tools): boolean {
    if (this.commit(tools)) return true;
    tools.acts.say("The line does not go all the way through an instance that can be changed.");
    return true;
  }

  private commit(tools: Tools): boolean {
    const cuts = this.cuts(tools);
    if (cuts.length === 0) return false;
    const keys = tools.acts.commit("Slice", {
      edits: cuts.map(({ one, pieces }) => ({ key: one.key, parts: pieces[0]! })),
      made: cuts.flatMap(({ one, pieces }) => pieces.slice(1).map((parts) => likeness(one, parts))),
    });
    if (keys.length === 0) return false;
    this.draft = new Draft();
    tools.acts.select(keys);
    return true;
  }

  /** What the draft parts: of the selected instances, or of all when none is selected. */
  private cuts({ state }: Tools): Cut[] {
    const { path } = this.draft;
    if (path.length < 4) return [];
    const chosen = state.selection.value;
    const crossed = state.doc.index.within(boxOfPath(path));
    const keys = crossed.filter((key) => chosen.length === 0 || chosen.includes(key));
    return keys
      .filter((key) => canChange(state, key))
      .map((key) => state.doc.get(key)!)
      .map((one) => ({ one, pieces: slice(one.parts, path) }))
      .filter(({ pieces }) => pieces.length > 1);
  }
}

/** Another instance of the same kind. */
function likeness({ categoryId, z, isCrowd }: Instance, parts: Parts) {
  return { parts, categoryId, z, isCrowd };
}

function thinned(all: readonly Pointing[], { state }: Tools): Path {
  return freehand(pathOf(all, state), freehandTolerance(state));
}
