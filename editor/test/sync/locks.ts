/** The browser's locks between tabs, in memory: each goes to one holder, the others stand in line. */

interface Waiting {
  readonly owner: string;
  begin(): void;
}

type Then = (lock: Lock | null) => unknown;

export class Locks {
  private readonly holders = new Map<string, string>();
  private readonly lines = new Map<string, Waiting[]>();
  private readonly dead = new Set<string>();

  /** As the tab `owner` sees them. */
  of(owner: string): LockManager {
    const request = (name: string, options: LockOptions, then: Then) =>
      this.request(owner, name, options, then);
    return { request } as unknown as LockManager;
  }

  /** The tab is gone. */
  releaseAll(owner: string): void {
    this.dead.add(owner);
    for (const [name, holder] of [...this.holders]) if (holder === owner) this.release(name);
  }

  private async request(owner: string, name: string, options: LockOptions, then: Then) {
    await Promise.resolve();
    if (this.holders.has(name)) {
      if (options.ifAvailable) return then(null);
      await new Promise<void>((begin, reject) => {
        this.lines.set(name, [...(this.lines.get(name) ?? []), { owner, begin }]);
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
      });
    }
    this.holders.set(name, owner);
    try {
      return await then({ name, mode: "exclusive" });
    } finally {
      if (this.holders.get(name) === owner) this.release(name);
    }
  }

  private release(name: string): void {
    this.holders.delete(name);
    const line = (this.lines.get(name) ?? []).filter(({ owner }) => !this.dead.has(owner));
    this.lines.set(name, line.slice(1));
    line[0]?.begin();
  }
}
