/** What closed and crashed tabs have left unsent is taken over by those that live. */
import type { Desk } from "./desk";
import type { Outbox } from "./outbox";
import type { Shown } from "./shown";
import type { Tab } from "./tabs";

interface Estate {
  readonly desk: Desk;
  readonly shown: Shown;
  readonly tab: Tab;
  readonly outbox: Outbox;
}

export class Heir {
  /** Tabs that live and have unsent work: it is taken over when they go. */
  private readonly watched = new Set<string>();

  constructor(
    private readonly dataset: string,
    private readonly estate: Estate,
  ) {}

  /** At first before an image opens; now and then again, for tabs that came later. */
  async look(): Promise<void> {
    const { desk, tab, outbox } = this.estate;
    for (const other of await outbox.tabs(this.dataset)) {
      const take = () => this.take(other);
      if (this.watched.has(other) || (await tab.ifGone(other, take))) continue;
      this.watched.add(other);
      tab
        .whenGone(other, take)
        .catch((error: Error) => desk.status.unkept(error.message))
        .finally(() => this.watched.delete(other));
    }
  }

  private async take(other: string): Promise<void> {
    const { desk, shown, outbox } = this.estate;
    await outbox.adopt(other, this.dataset);
    desk.inherit(await outbox.entries(this.dataset));
    const image = desk.state.image.peek();
    if (image && (await desk.queue.settled(image.id))) shown.refresh(image.id);
  }
}
