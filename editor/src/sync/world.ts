/** What saving needs of the browser, in one place, so that a test can bring its own. */

export interface World {
  /** The browser's database of unsent edits. */
  readonly database: string;
  readonly indexedDB: IDBFactory | undefined;
  /** Undefined on plain http. */
  readonly locks: LockManager | undefined;
  /** Lives as long as the tab, also across reloads. */
  readonly session: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** Hears online, visibilitychange, pagehide and beforeunload. */
  readonly page: EventTarget;
  isHidden(): boolean;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  events(url: string): EventSource;
  decode(picture: Blob): Promise<ImageBitmap>;
  /** Milliseconds to wait after the first, second, ... failure; the last one from then on. */
  readonly pauses: readonly number[];
}

export function browser(): World {
  return {
    database: "segcore-editor",
    indexedDB: globalThis.indexedDB,
    locks: navigator.locks as LockManager | undefined,
    session: sessionStorageIfAllowed(),
    page: window,
    isHidden: () => document.hidden,
    fetch: (url, init) => fetch(url, init),
    events: (url) => new EventSource(url),
    decode: (picture) => createImageBitmap(picture),
    pauses: [500, 1000, 2000, 5000, 10_000],
  };
}

export function pauseAfter(failures: number, pauses: readonly number[]): number {
  return pauses[Math.min(Math.max(failures, 1), pauses.length) - 1]!;
}

/** A browser that blocks all site data throws at the mere mention of it. */
function sessionStorageIfAllowed(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}
