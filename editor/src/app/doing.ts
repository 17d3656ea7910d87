/** The acts of app/acts.ts, put together from their rooms. */
import { keyOf } from "../model/doc";
import type { Change, ReviewState } from "../model/types";
import { sentence } from "../sync/failures";
import type { Sync } from "../sync/sync";
import type { ToolId } from "../tools/tool";
import type { Acts, Next } from "./acts";
import { Choosing } from "./choosing";
import type { WorkClock } from "./clock";
import { gestureOf, type Work } from "./gestures";
import { Ghosting } from "./ghosting";
import { Images, type Hooks } from "./images";
import type { Reads } from "./reads";
import { Shaping } from "./shaping";
import type { Look, Preview, State } from "./state";
import { Looking } from "./viewing";

export interface Doing {
  readonly acts: Acts;
  readonly images: Images;
  readonly ghosting: Ghosting;
  readonly choosing: Choosing;
  readonly looking: Looking;
}

export interface Parts {
  readonly state: State;
  readonly sync: Sync;
  readonly reads: Reads;
  readonly clock: WorkClock;
  /** The current tool is about to be put away. */
  putAway(): void;
  /** Undo within a draft: true when the tool took it. */
  undoInTool(direction: "undo" | "redo"): boolean;
  opened(imageId: number): void;
}

export function makeActs(parts: Parts): Doing {
  const { state, sync, reads } = parts;
  const say = (text: string) => state.say(text);
  const commit = committing(parts, say);
  const looking = new Looking(state);
  const choosing = new Choosing(state, looking);
  const select: Acts["select"] = (keys, more) => choosing.select(keys, more);
  const shaping = new Shaping(state, commit, select, say);
  const ghosting = new Ghosting(state, reads, looking, commit, select, say);
  const hooks: Hooks = {
    leaving: parts.putAway,
    say,
    opened: (imageId) => {
      looking.forgetWay();
      parts.opened(imageId);
      ghosting.load().catch((error: unknown) => say(sentence(error)));
    },
  };
  const images = new Images(state, sync, reads, hooks);
  const acts: Acts = {
    commit,
    ...historyActs(parts, say),
    ...toolActs(parts),
    ...choosingActs(choosing),
    ...lookingActs(looking),
    ...shapingActs(shaping),
    ...ghostActs(ghosting, images, say),
    ...imageActs(parts, images, say),
    say,
    instance: (key) => state.doc.get(key),
  };
  return { acts, images, ghosting, choosing, looking };
}

function committing({ state, sync, clock }: Parts, say: (text: string) => void): Acts["commit"] {
  return (label, work: Work) => {
    const size = state.image.value;
    if (!size) return [];
    const place = {
      size,
      instance: (key: string) => state.doc.get(key),
      isLocked: (key: string) => state.isLocked(key),
    };
    state.preview.value = null;
    const gesture = gestureOf(place, label, work, () => clock.take());
    if (!gesture) {
      const locked = (work.edits ?? []).map(({ key }) => key).filter((key) => state.isLocked(key));
      if (locked.length > 0) say(state.whyLocked(locked));
      return [];
    }
    sync.record(gesture);
    state.say(label, { isQuiet: true });
    return gesture.changes.map((change) => (change.after ?? change.before!).key);
  };
}

function historyActs({ sync, undoInTool, state }: Parts, say: (text: string) => void) {
  const step = (direction: "undo" | "redo") => {
    if (undoInTool(direction)) return;
    state.preview.value = null;
    state.vertices.value = []; // after it another point may bear the same number
    const said = direction === "undo" ? "Undone" : "Done again";
    sync[direction]()
      .then((label) => label !== null && say(`${said}: ${label}`))
      .catch((error: unknown) => say(sentence(error)));
  };
  return {
    undo: () => step("undo"),
    redo: () => step("redo"),
    restore: (label: string, change: Change & { changeId: number; to: "before" | "after" }) =>
      sync.restore(label, change.changeId, change.to, change.after, keyOf(change)),
    preview: (shown: Preview | null) => {
      state.preview.value = shown;
    },
    resolveConflict: (which: "mine" | "theirs" | "both") => sync.resolveConflict(which),
  };
}

function toolActs({ state, putAway }: Parts) {
  return {
    setTool: (tool: ToolId) => {
      if (tool === state.tool.value) return;
      putAway();
      state.hovered.value = null; // what the next tool has no use for must not stay lit
      state.tool.value = tool;
    },
    setLook: (look: Partial<Look>) => {
      state.look.value = { ...state.look.value, ...look };
    },
    setBrushRadius: (pixels: number) => {
      state.brushRadius.value = Math.round(Math.min(Math.max(pixels, 2), 200));
    },
  };
}

function choosingActs(choosing: Choosing) {
  return {
    select: choosing.select.bind(choosing),
    walk: choosing.walk.bind(choosing),
    hide: choosing.hide.bind(choosing),
    lock: choosing.lock.bind(choosing),
    hideCategory: choosing.hideCategory.bind(choosing),
    lockCategory: choosing.lockCategory.bind(choosing),
  };
}

function lookingActs(looking: Looking) {
  return {
    fit: () => looking.fit(),
    oneToOne: () => looking.oneToOne(),
    zoomToSelection: () => looking.zoomToSelection(),
    zoomBack: () => looking.zoomBack(),
    zoom: looking.zoom.bind(looking),
    pan: looking.pan.bind(looking),
  };
}

function shapingActs(shaping: Shaping) {
  return {
    join: () => shaping.join(),
    splitParts: () => shaping.splitParts(),
    fillHoles: () => shaping.fillHoles(),
    subtractFromNeighbours: () => shaping.subtractFromNeighbours(),
    clipToImage: () => shaping.clipToImage(),
    simplifySelected: () => shaping.simplifySelected(),
    smoothSelected: () => shaping.smoothSelected(),
    repairSelected: () => shaping.repairSelected(),
    removeSelected: () => shaping.removeSelected(),
    setCategory: (id: number) => shaping.setCategory(id),
    setCrowd: shaping.setCrowd.bind(shaping),
    raise: shaping.raise.bind(shaping),
    duplicate: () => shaping.duplicate(),
    copy: () => shaping.copy(),
    paste: () => shaping.paste(),
  };
}

function ghostActs(ghosting: Ghosting, images: Images, say: (text: string) => void) {
  return {
    showGhosts: (runId: string | null) => {
      ghosting.show(runId).catch((error: unknown) => say(sentence(error)));
    },
    setGhostScore: (least: number) => ghosting.setScore(least),
    walkGhosts: (step: 1 | -1) => ghosting.walk(step),
    acceptGhost: (how?: "new" | "replace") => ghosting.accept(how),
    rejectGhost: () => ghosting.reject(),
    acceptGhostsAbove: (score: number) => ghosting.acceptAbove(score),
    ghostsOfPrevious: () => {
      const { previous } = images;
      if (previous) ghosting.ofPrevious(previous.imageId, previous.instances);
      else say("There is no image before this one in this tab.");
    },
  };
}

function imageActs({ state, sync, reads }: Parts, images: Images, say: (text: string) => void) {
  return {
    goTo: (imageId: number) => void images.open(imageId),
    next: (which?: Next) => void images.next(which),
    previous: () => void images.back(),
    setReviewState: (reviewState: ReviewState) => {
      sync.setReviewState(reviewState).catch((error: unknown) => say(sentence(error)));
    },
    addCategory: async (name: string) => {
      const added = await reads.addCategory(name);
      state.categories.value = [...state.categories.value, added];
      state.categoryId.value = added.id;
    },
  };
}
