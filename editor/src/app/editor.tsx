/** The editor on the page: its state, what it draws on, what it hears, and what the page tells it. */
import { batch, signal } from "@preact/signals";
import { render } from "preact";
import type { Parts } from "../geometry/types";
import type { WireDataset } from "../model/wire";
import { Shell } from "../panels/shell";
import { sentence } from "../sync/failures";
import { openSync, type SyncAndReads } from "../sync/open";
import { makeTools } from "../tools";
import type { Tool, Tools } from "../tools/tool";
import { Stage } from "../view/stage";
import { recallAside, rememberAside } from "./aside";
import { WorkClock } from "./clock";
import { makeActs, type Doing } from "./doing";
import { takeUp } from "./drafting";
import { Going } from "./going";
import { hear } from "./hearing";
import { hintOf } from "./hints";
import { placeIn, recall, remember } from "./memory";
import type { Page, PageData } from "./page";
import { patiently } from "./patience";
import { fillRoom } from "./room";
import { State } from "./state";
import { makeSurface } from "./surface";
import { showOn } from "./testimony";
import { crossingsShown, drawTop } from "./top";

export class Editor {
  private readonly state = new State();
  private readonly clock = new WorkClock();
  private readonly tools: Tools;
  private readonly bench = makeTools();
  private readonly doing: Doing;
  private readonly going: Going;
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
      onDrafts: (drafts) => {
        takeUp(drafts, this.bench, this.tools);
        this.refresh();
      },
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
    const { acts, images } = this.doing;
    this.tools = { state, acts };
    this.going = new Going(state, this.sync, acts, images, () => this.isClosed);
    const surface = makeSurface();
    this.stage = new Stage(surface, state);
    const crossings = crossingsShown(state);
    this.stage.setOverlay((painter) => {
      this.tool.draw?.(painter, this.tools);
      drawTop(painter, crossings, this.peeked);
    });
    this.show(surface);
    this.listen(surface);
    this.begin().catch((error: unknown) => acts.say(sentence(error)));
  }

  /** The page has been run again. */
  update(data: PageData, page: Page): void {
    const before = this.data;
    this.data = data;
    this.page = page;
    this.record(data.recording);
    this.sync.setToken(data.token);
    if (data.go.serial > before.go.serial) void this.going.to(data.go);
    if (data.run !== before.run) this.doing.acts.showGhosts(data.run);
    if (data.filters !== before.filters) {
      this.filters.value = data.filters;
      const image = this.state.image.value;
      if (image) this.doing.images.look(image.id);
    }
  }

  close(): void {
    this.isClosed = true;
    this.tool.suspend?.(this.tools);
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
      recallAside(state, this.data.dataset);
      if (!state.category.value) state.categoryId.value = found.categories[0]?.id ?? null;
    });
    await this.going.to(this.data.go, place);
    if (this.isClosed) return;
    const { dataset } = this.data;
    this.stops.push(
      remember(state, dataset),
      rememberAside(state, dataset, (key) => this.sync.idOf(key)),
    );
    if (this.data.run) this.doing.acts.showGhosts(this.data.run);
  }

  private opened(imageId: number): void {
    const { state } = this;
    batch(() => {
      state.selection.value = [];
      state.vertices.value = [];
      state.hovered.value = null;
      state.activeRing.value = null;
      state.preview.value = null;
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
    const { tools, clock, doing, sync: reads } = this;
    const refresh = () => this.refresh();
    this.stops.push(
      ...hear({ surface, tools, clock, doing, reads, tool: () => this.tool, refresh }),
    );
  }

  private refresh(): void {
    this.state.hint.value = hintOf(this.tool, this.tools);
    this.stage.surfaceCursor = this.tool.cursor;
    this.stage.invalidateOverlay();
  }
}
