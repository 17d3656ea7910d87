/** The editor on the page: its state, what it draws on, what it hears, and what the page tells it. */
import { batch, effect, signal, untracked } from "@preact/signals";
import { render } from "preact";
import { bindKeys } from "../keys/keymap";
import type { Parts } from "../geometry/types";
import type { WireDataset } from "../model/wire";
import { Shell } from "../panels/shell";
import { HINT_ID } from "../panels/statusLine";
import { openSync, type SyncAndReads } from "../sync/open";
import { makeTools } from "../tools";
import type { Tool, Tools } from "../tools/tool";
import { Stage } from "../view/stage";
import { watchConflicts } from "./asking";
import { watchClasses } from "./classes";
import { WorkClock } from "./clock";
import { makeActs, type Doing } from "./doing";
import { hintOf } from "./hints";
import { holdsSpace } from "./panning";
import { fillRoom } from "./room";
import { sentence } from "../sync/failures";
import { placeIn, recall, remember, returnTo, type Place } from "./memory";
import { patiently } from "./patience";
import { listen } from "./pointing";
import { State } from "./state";
import { toolTarget } from "./target";
import { crossingsShown, drawTop } from "./top";
import { showOn } from "./testimony";

/** What the page says at every rerun; the twin of segcore/ui/editor. */
export interface PageData {
  readonly token: string;
  /** What names the dataset among those of all stores. */
  readonly dataset: string;
  /** Where the page wants the editor to be: a command when `serial` grows. */
  readonly go: {
    readonly image: number;
    readonly annotation: number | null;
    readonly serial: number;
  };
  /** Of the images that stand before and after: a query string. */
  readonly filters: string;
  /** The run whose predictions are shown as ghosts. */
  readonly run: string | null;
  /** Whether seconds and gestures are kept. */
  readonly recording: boolean;
}

/** How the editor reaches the page. */
export interface Page {
  shown(imageId: number): void;
  renew(): void;
}

export class Editor {
  private readonly state = new State();
  private readonly clock = new WorkClock();
  private readonly tools: Tools;
  private readonly bench = makeTools();
  private readonly doing: Doing;
  private readonly sync: SyncAndReads;
  private readonly stage: Stage;
  private readonly runs = signal<WireDataset["runs"]>([]);
  private readonly filters = signal("");
  private readonly isRecording = signal(true);
  /** An outline of the past, looked at in the history. */
  private readonly peeked = signal<Parts | null>(null);
  private readonly stops: (() => void)[] = [];
  private isClosed = false;
  /** The page knows the first image: it has asked for it. */
  private shownBefore = false;

  constructor(
    private readonly host: HTMLElement,
    private data: PageData,
    private page: Page,
  ) {
    const { state } = this;
    this.record(data.recording);
    this.filters.value = data.filters;
    this.sync = openSync({
      state,
      dataset: data.dataset,
      token: data.token,
      filters: () => this.data.filters,
      tokenExpired: () => this.page.renew(),
      onPicture: (bitmap, size) => this.stage.setPicture(bitmap, size),
    });
    this.doing = makeActs({
      state,
      sync: this.sync,
      reads: this.sync,
      clock: this.clock,
      putAway: () => this.tool.leave?.(this.tools),
      undoInTool: (direction) => this.tool[direction]?.(this.tools) ?? false,
      opened: (imageId) => this.opened(imageId),
    });
    this.tools = { state, acts: this.doing.acts };
    const surface = document.createElement("div");
    surface.className = "surface";
    surface.tabIndex = 0;
    surface.setAttribute("role", "application");
    surface.setAttribute("aria-label", "Polygon editor");
    surface.setAttribute("aria-describedby", HINT_ID);
    this.stage = new Stage(surface, state);
    const crossings = crossingsShown(state);
    this.stage.setOverlay((painter) => {
      this.tool.draw?.(painter, this.tools);
      drawTop(painter, crossings, this.peeked);
    });
    this.show(surface);
    this.listen(surface);
    this.begin().catch((error: unknown) => this.doing.acts.say(sentence(error)));
  }

  /** The page has been run again. */
  update(data: PageData, page: Page): void {
    const before = this.data;
    this.data = data;
    this.page = page;
    this.record(data.recording);
    this.sync.setToken(data.token);
    if (data.go.serial > before.go.serial) void this.goTo(data.go, null);
    if (data.run !== before.run) this.doing.acts.showGhosts(data.run);
    if (data.filters !== before.filters) {
      this.filters.value = data.filters;
      const image = this.state.image.value;
      if (image) this.doing.images.look(image.id);
    }
  }

  close(): void {
    this.isClosed = true;
    this.tool.leave?.(this.tools);
    for (const stop of this.stops) stop();
    render(null, this.host);
    this.stage.dispose();
    this.sync.close();
  }

  private record(isRecording: boolean): void {
    this.clock.isRecording = isRecording;
    this.isRecording.value = isRecording;
  }

  private get tool(): Tool {
    return this.bench.get(this.state.tool.value)!;
  }

  private async begin(): Promise<void> {
    const { state } = this;
    const found = await patiently(() => this.sync.dataset(), {
      isOver: () => this.isClosed,
      say: (text) => this.doing.acts.say(text),
    });
    if (this.isClosed) return;
    const place = placeIn(this.data.dataset);
    batch(() => {
      state.categories.value = found.categories;
      this.runs.value = found.runs;
      recall(state, place);
      if (!state.category.value) state.categoryId.value = found.categories[0]?.id ?? null;
    });
    await this.goTo(this.data.go, place);
    if (this.isClosed) return;
    this.stops.push(remember(state, this.data.dataset));
    if (this.data.run) this.doing.acts.showGhosts(this.data.run);
  }

  /** A command of the page: another image, or another instance on this one. */
  private async goTo({ image, annotation }: PageData["go"], place: Place | null): Promise<void> {
    const isOpen = () => this.state.image.value?.id === image;
    if (!isOpen()) await this.doing.images.open(image);
    if (this.isClosed || !isOpen()) return;
    if (place?.imageId === image) returnTo(this.state, place);
    if (annotation !== null) this.choose(annotation);
  }

  private choose(annotation: number): void {
    const key = [...this.state.doc.keys()].find((one) => this.sync.idOf(one) === annotation);
    if (key === undefined) {
      this.doing.acts.say(`Instance ${annotation} is no longer on this image.`);
      return;
    }
    this.doing.acts.select([key]);
    this.doing.acts.zoomToSelection();
  }

  private opened(imageId: number): void {
    const { state } = this;
    batch(() => {
      state.selection.value = [];
      state.vertices.value = [];
      state.hovered.value = null;
      state.activeRing.value = null;
      state.preview.value = null;
      state.hiddenKeys.value = new Set();
      if (!state.look.value.keepView) this.doing.looking.fit();
    });
    this.clock.reset();
    if (imageId !== this.data.go.image || this.shownBefore) this.page.shown(imageId);
    this.shownBefore = true;
    this.refresh();
  }

  private show(surface: HTMLElement): void {
    const { tools, sync: reads } = this;
    this.stops.push(fillRoom(this.host), showOn(this.host, this.state));
    render(
      <Shell
        tools={tools}
        reads={reads}
        around={this.doing.images.around}
        runs={this.runs}
        filters={this.filters}
        surface={surface}
        isRecording={this.isRecording}
        idOf={(key) => this.sync.idOf(key)}
        onPeek={(parts) => {
          this.peeked.value = parts;
          this.stage.invalidateOverlay();
        }}
        acceptsReplacing={(ghost) => this.doing.ghosting.overlapped(ghost) !== undefined}
      />,
      this.host,
    );
  }

  private listen(surface: HTMLElement): void {
    const { state, tools, clock } = this;
    const target = toolTarget({
      tools,
      clock,
      tool: () => this.tool,
      isPanning: holdsSpace(surface),
      refresh: () => this.refresh(),
    });
    surface.addEventListener("keydown", () => clock.stir());
    const keepDraft = () => this.tool.leave?.(tools);
    addEventListener("pagehide", keepDraft);
    this.stops.push(
      () => removeEventListener("pagehide", keepDraft),
      listen(surface, target),
      bindKeys(
        surface,
        tools,
        () => this.tool,
        () => this.refresh(),
      ),
      state.doc.subscribe(() => this.doing.choosing.prune()),
      watchConflicts(state, this.doing.looking),
      watchClasses(state, () => this.sync.dataset()),
      effect(() => {
        const view = state.view.value;
        untracked(() => this.doing.looking.follow(view));
      }),
      effect(() => {
        void [state.selection.value, state.vertices.value, state.doc.revision.value];
        void [state.tool.value, state.categoryId.value, state.view.value, state.ghost.value];
        queueMicrotask(() => this.refresh());
      }),
    );
  }

  private refresh(): void {
    this.state.hint.value = hintOf(this.tool, this.tools);
    this.stage.surfaceCursor = this.tool.cursor;
    this.stage.invalidateOverlay();
  }
}
