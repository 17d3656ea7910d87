/** Request ids of this tab, so that news of its own work is no news. */

const MOST = 5000;

export class Own {
  private readonly ids = new Set<string>();

  add(id: string): void {
    this.ids.add(id);
    if (this.ids.size > MOST) this.ids.delete(this.ids.values().next().value!);
  }

  delete(id: string): void {
    this.ids.delete(id);
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  hasAll(ids: readonly string[]): boolean {
    return ids.length > 0 && ids.every((id) => this.has(id));
  }
}
