/** Tools at work on a real state and document, with acts that really change them and keep a record. */
import type { Acts } from "../../src/app/acts";
import { gestureOf, type Work } from "../../src/app/gestures";
import { State } from "../../src/app/state";
import { boxOf, partsArea } from "../../src/geometry/rings";
import type { Parts, Point, Ring } from "../../src/geometry/types";
import type { Gesture, Instance } from "../../src/model/types";
import { makeTools } from "../../src/tools";
import type { Pointing, Tool, ToolId, ToolKey, Tools } from "../../src/tools/tool";
import { Viewport } from "../../src/view/viewport";

const SIZE = { width: 400, height: 300 };

type With = Partial<Pick<Pointing, "shift" | "alt" | "ctrl" | "kind" | "clicks">>;

/** One image of 400 x 300, seen at `scale` with its corner in the canvas' corner. */
export class Bench {
  readonly state = new State();
  readonly gestures: Gesture[] = [];
  readonly said: string[] = [];
  /** Names of the other acts that were asked for. */
  readonly asked: string[] = [];
  readonly all = makeTools();
  readonly tools: Tools;

  constructor(instances: readonly Instance[] = [], scale = 1) {
    const { state } = this;
    state.doc.load(instances);
    state.image.value = imageInfo(1);
    state.view.value = new Viewport(SIZE, scale, 0, 0);
    state.categories.value = [1, 2].map((id) => ({
      id,
      name: `class ${id}`,
      position: id - 1,
      color: "#0072b2",
      mark: `${id}`,
    }));
    state.categoryId.value = 1;
    this.tools = { state, acts: this.acts() };
  }

  get tool(): Tool {
    return this.all.get(this.state.tool.value)!;
  }

  get labels(): string[] {
    return this.gestures.map((gesture) => gesture.label);
  }

  use(tool: ToolId): this {
    this.tools.acts.setTool(tool);
    return this;
  }

  select(...keys: string[]): this {
    this.tools.acts.select(keys);
    return this;
  }

  parts(key: string): Parts {
    const found = this.state.doc.get(key);
    if (!found) throw new Error(`no instance ${key}`);
    return found.parts;
  }

  outer(key: string): Ring {
    return this.parts(key)[0]!.outer;
  }

  /** Places are image pixels. */
  hover(x: number, y: number, more: With = {}): this {
    this.tool.hover?.(this.at(x, y, more), this.tools);
    this.state.pointer.value = { x, y };
    return this;
  }

  down(x: number, y: number, more: With = {}): this {
    this.tool.down?.(this.at(x, y, more), this.tools);
    return this;
  }

  to(x: number, y: number, more: With = {}): this {
    const at = this.at(x, y, more);
    this.tool.drag?.(at, this.tools, [at]);
    return this;
  }

  up(x: number, y: number, more: With = {}): this {
    this.tool.up?.(this.at(x, y, more), this.tools);
    return this;
  }

  click(x: number, y: number, more: With = {}): this {
    const one = { clicks: 1, ...more };
    return this.hover(x, y, one).down(x, y, one).up(x, y, one);
  }

  doubleClick(x: number, y: number, more: With = {}): this {
    return this.click(x, y, more).click(x, y, { ...more, clicks: 2 });
  }

  /** Press at the first place, move by way of the others, let go at the last one. */
  dragAlong(points: readonly (readonly [number, number])[], more: With = {}): this {
    const [first, ...others] = points;
    this.hover(...first!, more).down(...first!, more);
    for (const [x, y] of others) this.to(x, y, more);
    return this.up(...others.at(-1)!, more);
  }

  key(key: ToolKey, far = false): boolean {
    return this.tool.key?.(key, far, this.tools) ?? false;
  }

  private at(x: number, y: number, more: With): Pointing {
    const image: Point = { x, y };
    const screen = this.state.view.value.toScreen(image);
    return {
      image,
      screen,
      kind: "mouse",
      shift: false,
      alt: false,
      ctrl: false,
      clicks: 0,
      ...more,
    };
  }

  private acts(): Acts {
    const known: Partial<Acts> = {
      commit: (label, work) => this.commit(label, work),
      preview: (shown) => void (this.state.preview.value = shown),
      select: (keys, more) => this.choose(keys, more),
      setTool: (tool) => {
        this.tool.leave?.(this.tools);
        this.state.tool.value = tool;
      },
      setBrushRadius: (pixels) => void (this.state.brushRadius.value = pixels),
      removeSelected: () => {
        const edits = this.state.selection.value.map((key) => ({ key, remove: true as const }));
        this.commit("Delete", { edits });
        this.choose([]);
      },
      say: (text) => void this.said.push(text),
      instance: (key) => this.state.doc.get(key),
    };
    return new Proxy(known, {
      get: (acts, name: keyof Acts) => acts[name] ?? (() => void this.asked.push(name)),
    }) as Acts;
  }

  private commit(label: string, work: Work): string[] {
    const { state } = this;
    const place = {
      size: SIZE,
      instance: (key: string) => state.doc.get(key),
      isLocked: (key: string) => state.isLocked(key),
    };
    const gesture = gestureOf(place, label, work, () => null);
    if (!gesture) return [];
    this.gestures.push(gesture);
    state.doc.apply(gesture);
    return gesture.changes.map((change) => (change.after ?? change.before!).key);
  }

  private choose(keys: readonly string[], more: { vertices?: boolean } = {}): void {
    this.state.selection.value = keys.filter((key) => this.state.doc.get(key));
    if (!more.vertices) this.state.vertices.value = [];
    this.state.activeRing.value = null;
  }
}

export function imageInfo(id: number) {
  const state = "new" as const;
  return {
    id,
    ...SIZE,
    fileName: `${id}.jpg`,
    split: "train",
    state,
    version: 1,
    url: "",
    thumb: "",
  };
}

export function instance(key: string, parts: Parts, more: Partial<Instance> = {}): Instance {
  return {
    key,
    version: 1,
    categoryId: 1,
    parts,
    box: boxOf(parts),
    area: partsArea(parts),
    isCrowd: false,
    isExact: false,
    isEdited: false,
    origin: "import",
    score: null,
    runId: null,
    z: 0,
    ...more,
  };
}

/** A square from (x, y), corner by corner clockwise on the screen. */
export function square(x: number, y: number, side: number): Parts {
  const [right, bottom] = [x + side, y + side];
  return [{ outer: [x, y, right, y, right, bottom, x, bottom], holes: [] }];
}
