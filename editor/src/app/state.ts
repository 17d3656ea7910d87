/**
 * What the editor shows and how, as signals: the one place that tools, drawing and panels share.
 * They read it, and change it through the acts of app/acts.ts; nobody else writes to it, but for
 * what the tools alone know: hovered, vertices, activeRing, crosshair, transforming.
 */
import { computed, signal } from "@preact/signals";
import type { Box, Parts, Point, RingRef, VertexRef } from "../geometry/types";
import { Doc } from "../model/doc";
import type { Category, Ghost, ImageInfo, Instance } from "../model/types";
import type { ToolId } from "../tools/tool";
import { Viewport } from "../view/viewport";

/** How the picture and the instances are drawn: the viewer's, not the image's; kept in the browser. */
export interface Look {
  /** -1..1 each, 0 as it is; gamma 0.2..5, 1 as it is. */
  readonly brightness: number;
  readonly contrast: number;
  readonly gamma: number;
  readonly invert: boolean;
  /** Of fills, 0..1. */
  readonly opacity: number;
  readonly outlines: boolean;
  readonly labels: boolean;
  readonly minimap: boolean;
  /** Draw the selected instances alone. */
  readonly onlySelected: boolean;
  /** Keep zoom and position on the next image. */
  readonly keepView: boolean;
  /** Mask IoU that simplifying and smoothing keep, 0.9..0.999. */
  readonly accuracy: number;
}

export const PLAIN_LOOK: Look = {
  brightness: 0,
  contrast: 0,
  gamma: 1,
  invert: false,
  opacity: 0.2,
  outlines: true,
  labels: true,
  minimap: true,
  onlySelected: false,
  keepView: false,
  accuracy: 0.98,
};

/** How far saving is. `unsent`: gestures not yet acknowledged by the store. */
export interface SaveState {
  readonly unsent: number;
  /** The server does not answer: edits are kept in the browser. */
  readonly offline: boolean;
  /** The last refusal, a sentence; empty when there is none. */
  readonly trouble: string;
  /** Grows with each acknowledgement: the quiet tick. */
  readonly acknowledged: number;
}

/** Somebody else changed what this tab edited meanwhile. `theirs` null: they deleted it. */
export interface ConflictShown {
  readonly key: string;
  readonly mine: Parts | null;
  readonly theirs: Parts | null;
  readonly author: string;
}

/** A sentence about what just happened. */
export interface Said {
  readonly text: string;
  /** For screen readers alone: what is selected or done can be seen. */
  readonly isQuiet: boolean;
  /** Grows, so that the same sentence is said again. */
  readonly turn: number;
}

/** What a drag shows before it is done: outlines that stand in for the instances' own. */
export type Preview = ReadonlyMap<string, Parts>;

export class State {
  readonly doc = new Doc();
  readonly image = signal<ImageInfo | null>(null);
  readonly categories = signal<readonly Category[]>([]);
  readonly view = signal(new Viewport({ width: 1, height: 1 }, 1, 0, 0));
  readonly tool = signal<ToolId>("select");
  /** Keys of the selected instances, the last one chosen last. */
  readonly selection = signal<readonly string[]>([]);
  /** Points of the selected instance that keys act on. */
  readonly vertices = signal<readonly VertexRef[]>([]);
  /** Key of the instance under the pointer, and the ring its handles belong to. */
  readonly hovered = signal<string | null>(null);
  readonly activeRing = signal<RingRef | null>(null);
  /** The select tool turns and stretches the selection by its box. */
  readonly transforming = signal(false);
  /** Of what is drawn next. */
  readonly categoryId = signal<number | null>(null);
  readonly look = signal<Look>(PLAIN_LOOK);
  readonly hiddenKeys = signal<ReadonlySet<string>>(new Set());
  readonly lockedKeys = signal<ReadonlySet<string>>(new Set());
  readonly hiddenCategories = signal<ReadonlySet<number>>(new Set());
  readonly lockedCategories = signal<ReadonlySet<number>>(new Set());
  readonly preview = signal<Preview | null>(null);
  readonly ghosts = signal<readonly Ghost[]>([]);
  /** Ghosts with a lower score are hidden and left alone, 0..1; where Review begins too. */
  readonly ghostScore = signal(0.3);
  readonly ghost = signal<string | null>(null);
  /** Whose predictions are the ghosts; null for none. */
  readonly ghostRun = signal<string | null>(null);
  /** Image pixels; null when it is not over the canvas. `byKeyboard`: the crosshair moved by keys. */
  readonly pointer = signal<Point | null>(null);
  readonly crosshair = signal<Point | null>(null);
  /** Radius of the brushes, CSS pixels, so that it follows the zoom. */
  readonly brushRadius = signal(24);
  readonly save = signal<SaveState>({ unsent: 0, offline: false, trouble: "", acknowledged: 0 });
  readonly conflict = signal<ConflictShown | null>(null);
  readonly hint = signal("");
  /** Said to a screen reader, politely, and shown for a moment. */
  readonly said = signal<Said>({ text: "", isQuiet: false, turn: 0 });
  /** The overlay of keys is open. */
  readonly help = signal(false);
  readonly loading = signal(false);
  readonly canUndo = signal(false);
  readonly canRedo = signal(false);

  readonly selected = computed(() => {
    this.doc.revision.value;
    return this.selection.value.flatMap((key) => this.doc.get(key) ?? []);
  });

  readonly ghostsShown = computed(() =>
    this.ghosts.value.filter((ghost) => ghost.score >= this.ghostScore.value),
  );

  readonly category = computed<Category | null>(
    () => this.categories.value.find((one) => one.id === this.categoryId.value) ?? null,
  );

  say(text: string, { isQuiet = false } = {}): void {
    this.said.value = { text, isQuiet, turn: this.said.peek().turn + 1 };
  }

  categoryOf(id: number): Category | undefined {
    return this.categories.value.find((one) => one.id === id);
  }

  isHidden(key: string): boolean {
    const found = this.doc.get(key);
    if (!found) return true;
    if (this.look.value.onlySelected && this.selection.value.length > 0)
      return !this.selection.value.includes(key);
    return this.isPutAway(found);
  }

  /** Hidden by a person, itself or its class: not because others alone are shown. */
  isPutAway({ key, categoryId }: Instance): boolean {
    return this.hiddenKeys.value.has(key) || this.hiddenCategories.value.has(categoryId);
  }

  isLocked(key: string): boolean {
    const found = this.doc.get(key);
    return (
      !found || this.lockedKeys.value.has(key) || this.lockedCategories.value.has(found.categoryId)
    );
  }

  /** What to do about locked instances, in a sentence. */
  whyLocked(keys: readonly string[]): string {
    return keys.some((key) => this.lockedKeys.value.has(key))
      ? "It is locked: L unlocks it."
      : "Its class is locked: Alt+L unlocks it.";
  }

  /** What is drawn of an instance now: its preview while a drag lasts, else its own outline. */
  partsShown(key: string): Parts | undefined {
    return this.preview.value?.get(key) ?? this.doc.get(key)?.parts;
  }

  get imageBox(): Box {
    const image = this.image.value;
    return { x1: 0, y1: 0, x2: image?.width ?? 1, y2: image?.height ?? 1 };
  }
}
