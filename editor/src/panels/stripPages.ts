/** The images of the filmstrip, fetched by pages as they come into sight. */
import { signal } from "@preact/signals";
import type { Reads } from "../app/reads";
import type { WireStripImage } from "../model/wire";
import { sentence } from "../sync/failures";

export const PAGE = 50;

export class StripPages {
  readonly total = signal(0);
  /** Grows when images arrive. */
  readonly revision = signal(0);
  /** Why the last page did not come; empty when it did. */
  readonly trouble = signal("");
  private images = new Map<number, WireStripImage>();
  private asked = new Set<number>();
  private turn = 0;

  constructor(private readonly reads: Reads) {}

  get(index: number): WireStripImage | undefined {
    return this.images.get(index);
  }

  /** See that the images from `first` to before `end` are there, now or soon. */
  want(first: number, end: number): void {
    const last = Math.max(first, end - 1);
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++)
      if (!this.asked.has(page)) void this.fetch(page);
  }

  /** Ask anew for the page of image `index`: its state or its number of annotations changed. */
  refresh(index: number): void {
    if (index >= 0) void this.fetch(Math.floor(index / PAGE));
  }

  /** Other filters: other images. */
  clear(): void {
    this.turn += 1;
    this.images.clear();
    this.asked.clear();
    this.total.value = 0;
    this.revision.value += 1;
  }

  private async fetch(page: number): Promise<void> {
    const { turn } = this;
    this.asked.add(page);
    try {
      const found = await this.reads.strip(page * PAGE, PAGE);
      if (turn !== this.turn) return;
      found.images.forEach((image, at) => this.images.set(page * PAGE + at, image));
      this.total.value = found.total;
      this.trouble.value = "";
      this.revision.value += 1;
    } catch (error) {
      if (turn !== this.turn) return;
      this.asked.delete(page);
      this.trouble.value = sentence(error);
    }
  }
}
