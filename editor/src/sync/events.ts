/** News of the open image, as others make it: one stream, opened again from where it broke off. */
import type { WireEvent } from "../model/wire";
import { pauseAfter, type World } from "./world";

export interface Listener {
  /** Where to listen, from the newest that is known, with the token that holds now. */
  url(): string;
  heard(event: WireEvent): void;
  reached(): void;
  /** It broke off and did not come back at once. */
  lost(): void;
}

export class Events {
  private source: EventSource | null = null;
  private listener: Listener | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(private readonly world: Pick<World, "events" | "pauses" | "isHidden">) {}

  listen(listener: Listener): void {
    this.stop();
    this.listener = listener;
    this.failures = 0;
    this.open();
  }

  stop(): void {
    this.listener = null;
    this.shut();
  }

  /** A hidden tab lets its connection go, for a browser has few of them. */
  shown(): void {
    if (this.world.isHidden()) this.shut();
    else if (!this.source) this.open();
  }

  private shut(): void {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private open(): void {
    const { listener } = this;
    this.shut();
    if (!listener || this.world.isHidden()) return;
    const source = this.world.events(listener.url());
    this.source = source;
    source.addEventListener("open", () => {
      this.failures = 0;
      listener.reached();
    });
    source.addEventListener("change", (event) => {
      listener.heard(JSON.parse((event as MessageEvent<string>).data) as WireEvent);
    });
    source.addEventListener("error", () => this.broken(source, listener));
  }

  /** The browser would go on with the old address: neither its token nor its place may hold. */
  private broken(source: EventSource, listener: Listener): void {
    if (source !== this.source) return;
    this.shut();
    this.failures += 1;
    if (this.failures > 1) listener.lost();
    this.timer = setTimeout(() => this.open(), pauseAfter(this.failures, this.world.pauses));
  }
}
