/** Who this tab is, and which tabs are gone: a lock is held for as long as a tab lives. */
import { newId } from "../app/ids";
import type { World } from "./world";

const NAME = "segcore-editor-tab";

export class Tab {
  private readonly freed = new AbortController();

  private constructor(
    readonly id: string,
    private readonly locks: LockManager | undefined,
    private readonly letGo: () => void,
  ) {}

  /** The tab it was before a reload, unless that one lives: a duplicated tab begins with its name. */
  static async claim({ locks, session }: World): Promise<Tab> {
    const before = session?.getItem(NAME);
    const kept = before ? await hold(before, locks) : null;
    if (before && kept) return new Tab(before, locks, kept);
    const id = newId();
    session?.setItem(NAME, id);
    return new Tab(id, locks, (await hold(id, locks)) ?? (() => undefined));
  }

  /** Run `then` when the tab `other` is gone already; whether it was. */
  async ifGone(other: string, then: () => Promise<void>): Promise<boolean> {
    const letGo = await hold(other, this.locks);
    if (!letGo) return false;
    await then().finally(letGo);
    return true;
  }

  /** Run `then` as soon as the tab `other` is gone. */
  async whenGone(other: string, then: () => Promise<void>): Promise<void> {
    if (!this.locks) return; // tabs cannot tell: it was gone already
    const { signal } = this.freed;
    try {
      await this.locks.request(lockOf(other), { signal }, then);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  release(): void {
    this.freed.abort();
    this.letGo();
  }
}

function lockOf(id: string): string {
  return `${NAME}-${id}`;
}

/** Take the lock of a tab; what lets it go, or null when another has it. */
function hold(id: string, locks: LockManager | undefined): Promise<(() => void) | null> {
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve, reject) => {
    locks
      .request(lockOf(id), { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((free) => resolve(free));
      })
      .catch(reject);
  });
}
