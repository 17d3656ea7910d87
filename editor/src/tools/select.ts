/** The tool that is there when no other is: pick, move, points, a marquee, and a stroke with Ctrl. */
import { nearestEdge } from "../geometry/hits";
import { contains, pointCount } from "../geometry/rings";
import { ringAt } from "../geometry/types";
import type { Instance } from "../model/types";
import type { OverlayPainter } from "../view/overlay";
import { isSameRef, Marquee, movable, MoveDrag, type Drag } from "./drags";
import { clickReach, editable, grabReach, handleAt, isDrag, under } from "./picking";
import type { Handle } from "./picking";
import { drawHandles, showRing } from "./handles";
import { Picker } from "./picker";
import { StrokeDrag } from "./strokeDrag";
import type { Pointing, Tool, ToolKey, Tools } from "./tool";
import { drawGrips, gripAt, takenAt, transformByKey, TRANSFORM_HINT } from "./transform";
import { VertexDrag, vertexDrag } from "./vertexDrag";
import { chosenVertices, deleteVertices, insertVertex, nudge } from "./vertices";

const NOTHING_LEFT = "Nothing would be left: Esc, then Delete, removes the whole.";
const ON_HANDLE = 8; // CSS pixels: a click this near means the point, not what lies below it

interface Press {
  readonly at: Pointing;
  readonly one: Instance | undefined;
  readonly handle: Handle | null;
}

export class SelectTool implements Tool {
  readonly id = "select";
  private press: Press | null = null;
  private dragging: Drag | null = null;
  /** Taken by a click, put down by the next one. */
  private carried: Drag | null = null;
  /** What was selected then: with another selection it is dropped. */
  private carriedOf: readonly string[] = [];
  private readonly picker = new Picker();
  private over: "handle" | "inside" | "nothing" = "nothing";

  get cursor(): string {
    if (this.dragging ?? this.carried) return "grabbing";
    return { handle: "pointer", inside: "move", nothing: "default" }[this.over];
  }

  hint(tools: Tools): string {
    const { state } = tools;
    if (this.dragging) return this.dragging.hint;
    if (this.carried) return `click: put it there · ${this.carried.hint}`;
    if (state.transforming.value) return TRANSFORM_HINT;
    if (state.vertices.value.length > 0)
      return "arrows: move the points · Delete: away · Esc: the whole";
    if (editable(state)) return SELECTED_HINT;
    const chosen = state.selection.value;
    if (chosen.length > 0 && chosen.every((key) => state.isLocked(key)))
      return "locked: L unlocks what is selected, Alt+L its class · Shift+L: all";
    if (chosen.length > 0 && chosen.every((key) => state.isHidden(key)))
      return "hidden: Shift+H shows all again";
    if (chosen.length > 0) return "drag: move · Delete: away · Shift-click: more or fewer";
    return "click: select · again: the next below · drag: marquee · Tab: next instance";
  }

  isBusy(): boolean {
    return this.dragging !== null || this.carried !== null;
  }

  hover(at: Pointing, tools: Tools): void {
    const { state } = tools;
    this.heldStill(tools)?.move(at, tools, [at]);
    const one = editable(state);
    const handle = one && !state.transforming.value ? handleAt(one, at, state) : null;
    if (handle) showRing(handle.kind === "vertex" ? handle.ref : handle.place, state);
    const inside = state.selected.value.some(({ parts }) => contains(parts, at.image));
    this.over = handle ? "handle" : inside ? "inside" : "nothing";
    state.hovered.value = under(state, at.image, clickReach(at, state))[0] ?? null;
  }

  down(at: Pointing, tools: Tools): void {
    const { state } = tools;
    this.heldStill(tools);
    const one = editable(state);
    const handle = one && !state.transforming.value ? handleAt(one, at, state) : null;
    this.press = { at, one, handle };
  }

  drag(at: Pointing, tools: Tools, all: readonly Pointing[]): void {
    const { press } = this;
    if (!press) return;
    if (!this.dragging && !isDrag(press.at, at)) return;
    this.dragging ??= this.carried ?? this.begin(press, tools);
    this.carried = null;
    this.dragging.move(at, tools, all);
  }

  up(at: Pointing, tools: Tools): void {
    const { press, dragging, carried } = this;
    this.press = null;
    this.dragging = null;
    if (!press) return;
    if (dragging) dragging.finish(at, tools);
    else if (carried) this.putDown(carried, at, tools);
    else this.click(press, at, tools);
  }

  lost(tools: Tools): void {
    this.press = null;
    this.dragging?.cancel(tools);
    this.dragging = null;
  }

  key(key: ToolKey, far: boolean, tools: Tools): boolean {
    if (this.dragging?.key?.(key, tools)) return true;
    if (key === "cancel") return this.goUp(tools);
    if (key === "delete" || key === "takeBack") return this.remove(tools);
    if (key === "finish") return this.openVertices(tools);
    this.drop(tools);
    if (tools.state.transforming.value && tools.state.selection.value.length > 0)
      return transformByKey(key, far, tools);
    return nudge(key, far, tools);
  }

  undo(tools: Tools): boolean {
    return this.drop(tools);
  }

  leave(tools: Tools): void {
    this.press = null;
    this.drop(tools);
    tools.state.transforming.value = false;
  }

  draw(painter: OverlayPainter, tools: Tools): void {
    const { state } = tools;
    const one = editable(state);
    if (one && !state.transforming.value) drawHandles(painter, one, state);
    if (state.transforming.value && !this.isBusy()) drawGrips(painter, tools);
    (this.dragging ?? this.carried)?.draw?.(painter, tools);
  }

  private begin({ at, one, handle }: Press, tools: Tools): Drag {
    const { state } = tools;
    const grip = state.transforming.value ? gripAt(at, tools) : null;
    if (grip) return grip;
    if (at.ctrl && one && nearestEdge(one.parts, at.image, grabReach(at, state)))
      return new StrokeDrag(at);
    if (one && handle) return vertexDrag(one, handle, at, tools);
    const onSelected = state.selected.value.some(({ parts }) => contains(parts, at.image));
    if (!onSelected || at.shift) return new Marquee(at.image, at.shift || at.ctrl);
    const all = movable(tools);
    if (all.length === 0) tools.acts.say(state.whyLocked(state.selection.value));
    return new MoveDrag(all, at.image);
  }

  private click({ one, handle }: Press, at: Pointing, tools: Tools): void {
    const taken = tools.state.transforming.value ? takenAt(at, tools) : null;
    if (taken) this.carry(taken, tools);
    else if (one && handle?.kind === "vertex" && this.meansVertex(handle, at, tools))
      this.clickVertex(one, handle, at, tools);
    else if (one && handle?.kind === "edge" && at.clicks === 2 && !this.picker.hasJustPicked)
      insertVertex(one, handle.place, tools);
    else this.picker.pick(at, tools);
  }

  /** A second click in the place of a pick goes on below, unless it is right on the point. */
  private meansVertex({ distance }: { distance: number }, at: Pointing, { state }: Tools): boolean {
    if (distance > clickReach(at, state)) return false;
    if (at.alt || distance * state.view.value.scale <= ON_HANDLE) return true;
    return !this.picker.isRepeat(at) || under(state, at.image, clickReach(at, state)).length < 2;
  }

  private clickVertex(
    one: Instance,
    handle: Extract<Handle, { kind: "vertex" }>,
    at: Pointing,
    tools: Tools,
  ): void {
    const { state, acts } = tools;
    const { ref } = handle;
    if (at.alt) {
      if (!deleteVertices([ref], tools)) acts.say(NOTHING_LEFT);
      return;
    }
    const chosen = chosenVertices(state);
    if (at.shift || at.ctrl) {
      const others = chosen.filter((known) => !isSameRef(known, ref));
      state.vertices.value = others.length < chosen.length ? others : [...chosen, ref];
      return;
    }
    state.vertices.value = [ref];
    const held = { one, start: one.parts, refs: [ref], held: ref, from: at.image };
    this.carry(new VertexDrag(held), tools);
  }

  private carry(drag: Drag, { state }: Tools): void {
    this.carried = drag;
    this.carriedOf = state.selection.value;
  }

  private heldStill(tools: Tools): Drag | null {
    if (this.carried && this.carriedOf !== tools.state.selection.value) this.drop(tools);
    return this.carried;
  }

  private putDown(carried: Drag, at: Pointing, tools: Tools): void {
    this.carried = null;
    carried.finish(at, tools);
  }

  /** Escape: one level up. */
  private goUp(tools: Tools): boolean {
    const { state, acts } = tools;
    if (this.drop(tools)) return true;
    if (state.vertices.value.length > 0) state.vertices.value = [];
    else if (state.transforming.value) state.transforming.value = false;
    else if (state.selection.value.length > 0) acts.select([]);
    else return false;
    return true;
  }

  private remove(tools: Tools): boolean {
    const { state, acts } = tools;
    this.drop(tools);
    if (state.vertices.value.length > 0) return this.removeVertices(tools);
    if (state.selection.value.length === 0) return false;
    acts.removeSelected();
    return true;
  }

  /** The whole goes only when all its points were chosen. */
  private removeVertices(tools: Tools): true {
    const { state, acts } = tools;
    const chosen = chosenVertices(state);
    if (chosen.length > 0 && chosen.length === pointCount(editable(state)!.parts))
      acts.removeSelected();
    else if (!deleteVertices(chosen, tools)) acts.say(NOTHING_LEFT);
    return true;
  }

  /** Enter goes into the selected instance: to its first point. */
  private openVertices({ state }: Tools): boolean {
    const one = editable(state);
    if (!one || one.parts.length === 0 || state.vertices.value.length > 0) return false;
    const { part, ring } = state.activeRing.value ?? { part: 0, ring: 0 };
    const isThere = ringAt(one.parts, { part, ring }) !== undefined;
    state.vertices.value = [isThere ? { part, ring, vertex: 0 } : { part: 0, ring: 0, vertex: 0 }];
    return true;
  }

  /** Give up what is dragged or carried; true when there was something. */
  private drop(tools: Tools): boolean {
    const held = this.dragging ?? this.carried;
    held?.cancel(tools);
    if (this.dragging) this.press = null;
    this.dragging = null;
    this.carried = null;
    return held !== null;
  }
}

const SELECTED_HINT =
  "drag: point, edge or the whole · click a point, then where to · Alt-click: delete · Ctrl-drag: stroke";
