/** Unclosed drawings, kept in the browser's own database until they are closed or given up. */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Path } from "../geometry/types";
import type { ToolId } from "../tools/tool";
import type { Tab } from "./tabs";

export interface KeptDraft {
  readonly tool: ToolId;
  /** Step by step, as it was drawn. */
  readonly steps: readonly Path[];
}

interface Row extends KeptDraft {
  readonly dataset: string;
  readonly imageId: number;
  readonly tab: string;
}

interface Schema extends DBSchema {
  drafts: {
    key: [dataset: string, imageId: number, tool: ToolId, tab: string];
    value: Row;
    indexes: { image: [string, number]; tab: [string, string] };
  };
}

/** Whose drafts these are, and who is told of them. */
export interface DraftOwner {
  readonly dataset: string;
  readonly tab: Tab;
  /** Drafts of the image looked at last: this tab's own, and what tabs that are gone have left. */
  found(imageId: number, drafts: readonly KeptDraft[]): void;
  failed(error: Error): void;
}

export class Drafts {
  /** Tabs that live and have drafts: they are taken over when they go. */
  private readonly watched = new Set<string>();
  private imageId: number | null = null;

  private constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly owner: DraftOwner,
  ) {}

  /** A database of their own: nothing about them may hold up what is unsent. Throws where forbidden. */
  static async open(name: string, owner: DraftOwner): Promise<Drafts> {
    const database = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        const drafts = fresh.createObjectStore("drafts", {
          keyPath: ["dataset", "imageId", "tool", "tab"],
        });
        drafts.createIndex("image", ["dataset", "imageId"]);
        drafts.createIndex("tab", ["dataset", "tab"]);
      },
    });
    return new Drafts(database, owner);
  }

  /** In the place of what was kept for this image and tool; no steps: nothing is. */
  keep(imageId: number, { tool, steps }: KeptDraft): void {
    const { dataset, tab } = this.owner;
    const writing = beginWriting(this.database);
    const written =
      steps.length > 0
        ? writing.store.put({ dataset, imageId, tool, tab: tab.id, steps })
        : writing.store.delete([dataset, imageId, tool, tab.id]);
    writing.commit(); // the tab may be gone in the next moment
    Promise.all([written, writing.done]).catch((error: Error) => this.owner.failed(error));
  }

  /** What lies here of the image that was opened. */
  async look(imageId: number): Promise<void> {
    const { dataset, tab, found } = this.owner;
    this.imageId = imageId;
    const rows = await this.database.getAllFromIndex("drafts", "image", [dataset, imageId]);
    const others = new Set(rows.map((row) => row.tab));
    others.delete(tab.id);
    for (const other of others)
      if (!(await tab.ifGone(other, () => this.adopt(other)))) this.watch(other);
    const now = await this.database.getAllFromIndex("drafts", "image", [dataset, imageId]);
    const own = now.filter((row) => row.tab === tab.id);
    if (own.length > 0) found(imageId, own);
  }

  close(): void {
    this.database.close();
  }

  private watch(other: string): void {
    if (this.watched.has(other)) return;
    this.watched.add(other);
    const take = async () => {
      await this.adopt(other);
      if (this.imageId !== null) await this.look(this.imageId);
    };
    this.owner.tab
      .whenGone(other, take)
      .catch((error: Error) => this.owner.failed(error))
      .finally(() => this.watched.delete(other));
  }

  /** Take over what a tab has left, but for what this one is drawing itself. */
  private async adopt(other: string): Promise<void> {
    const { dataset, tab } = this.owner;
    const { store, done } = beginWriting(this.database);
    for (const row of await store.index("tab").getAll([dataset, other])) {
      const own = await store.get([dataset, row.imageId, row.tool, tab.id]);
      if (own) continue;
      await store.delete([dataset, row.imageId, row.tool, other]);
      await store.put({ ...row, tab: tab.id });
    }
    await done;
  }
}

function beginWriting(database: IDBPDatabase<Schema>) {
  return database.transaction("drafts", "readwrite", { durability: "relaxed" });
}
