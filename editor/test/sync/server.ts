/**
 * A small server that speaks the wire protocol by itself: it keeps versions, answers a request once,
 * tells conflicts and undoes by target. On demand it loses requests, loses answers and stumbles.
 */
import type {
  WireAnnotation,
  WireConflict,
  WireEdit,
  WireEvent,
  WireGesture,
  WireImage,
  WireParts,
  WireRef,
  WireSaved,
  WireScene,
  WireSplice,
} from "../../src/model/wire";

export type Fault = "request lost" | "answer lost" | "stumble" | "page of another app" | null;

interface Row {
  version: number;
  /** Null: deleted. */
  now: WireAnnotation | null;
}

/** What an annotation was and became. */
interface Done {
  id: number;
  before: WireAnnotation | null;
  after: WireAnnotation | null;
  made: boolean;
  /** It became something else than was asked for. */
  isOther: boolean;
}

interface Request {
  id: string;
  kind: WireGesture["kind"];
  state: "applied" | "undone" | "dropped";
  /** In the order of the edits. */
  changes: Done[];
  stamp: number;
  author: string;
}

interface Picture {
  wire: WireImage;
  rows: Map<number, Row>;
  requests: Request[];
  streams: Set<(event: WireEvent) => void>;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly conflicts?: WireConflict["conflicts"],
  ) {
    super(message);
  }
}

export class Server {
  /** What befalls the next requests; null when nothing does. */
  fault: (method: string, path: string, body: string) => Fault = () => null;
  token = "token=good";
  /** Outlines are cut to this, as the store cuts to the picture. */
  width = 1000;
  posts: { path: string; body: unknown; bytes: number }[] = [];
  readonly images = new Map<number, Picture>();
  private stamp = 0;
  private ids = 100;

  addImage(id: number, outlines: WireParts[] = []): void {
    const wire: WireImage = {
      id,
      file_name: `${id}.jpg`,
      width: this.width,
      height: 1000,
      split: "train",
      state: "new",
      version: 1,
      url: `/pictures/${id}`,
      thumb: `/thumbs/${id}`,
    };
    const rows = new Map<number, Row>();
    for (const parts of outlines) {
      const now = { ...this.blank(), parts, id: ++this.ids, origin: "import" as const };
      rows.set(now.id, { version: 1, now });
    }
    this.images.set(id, { wire, rows, requests: [], streams: new Set() });
  }

  annotations(imageId: number): WireAnnotation[] {
    return [...this.images.get(imageId)!.rows.values()].flatMap((row) => row.now ?? []);
  }

  /** What somebody else does, by the same rules. */
  other(imageId: number, body: WireGesture, author = "Bo"): WireSaved {
    return this.gesture(imageId, body, author);
  }

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { pathname, search } = new URL(url, "http://segcore");
    const method = init.method ?? "GET";
    await tick();
    const fault = this.fault(method, pathname, String(init.body ?? ""));
    if (fault === "request lost") throw new TypeError("fetch failed");
    if (fault === "page of another app") return new Response("<html>", { status: 200 });
    if (fault === "stumble") return reply(500, { error: "Something broke." });
    const response = this.answer(method, pathname, search, init);
    await tick();
    if (fault === "answer lost") throw new TypeError("fetch failed");
    return response;
  };

  /** An EventSource that is open until the test breaks it. */
  readonly events = (url: string): EventSource => {
    const { pathname, searchParams } = new URL(url, "http://segcore");
    const picture = this.images.get(Number(pathname.split("/")[4]))!;
    const target = new EventTarget();
    const send = (event: WireEvent) =>
      target.dispatchEvent(new MessageEvent("change", { data: JSON.stringify(event) }));
    let isClosed = false;
    const close = () => {
      isClosed = true;
      picture.streams.delete(send);
    };
    setTimeout(() => {
      if (isClosed) return undefined;
      if (this.fault("GET", pathname, "")) return target.dispatchEvent(new Event("error"));
      target.dispatchEvent(new Event("open"));
      const since = Number(searchParams.get("since"));
      for (const request of picture.requests)
        if (request.stamp > since) send(eventOf(picture, request));
      picture.streams.add(send);
      return undefined;
    });
    return Object.assign(target, { close }) as unknown as EventSource;
  };

  private answer(method: string, path: string, search: string, init: RequestInit): Response {
    if (path.startsWith("/pictures/")) return new Response(path);
    if (!search.includes(this.token)) return reply(403, { error: "The token has expired." });
    const [, , , kind, id, what] = path.split("/");
    const picture = this.images.get(Number(id));
    try {
      if (kind === "token") return reply(200, { token: this.token });
      if (!picture) throw new Refusal(404, "There is no such image.");
      if (method === "GET" && what === undefined) return this.scene(picture, init);
      if (method === "GET" && what === "history") return reply(200, { changes: history(picture) });
      const body: unknown = JSON.parse(init.body as string);
      this.posts.push({ path, body, bytes: (init.body as string).length });
      if (what === "state") return this.setState(picture, body as WireImage);
      return reply(200, this.gesture(Number(id), body as WireGesture, "Ada"));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message, conflicts } = error;
      return reply(status, { error: message, ...(conflicts && { conflicts }) });
    }
  }

  private scene(picture: Picture, init: RequestInit): Response {
    const stamp = picture.requests.at(-1)?.stamp ?? 0;
    const etag = `"${stamp}-${picture.wire.version}"`;
    if ((init.headers as Record<string, string>)?.["If-None-Match"] === etag)
      return new Response(null, { status: 304 });
    const annotations = [...picture.rows.values()].flatMap((row) => row.now ?? []);
    const scene: WireScene = { image: picture.wire, annotations, stamp, ...can(picture) };
    return new Response(JSON.stringify(scene), { headers: { ETag: etag } });
  }

  private setState(picture: Picture, { state, version }: WireImage): Response {
    if (version !== picture.wire.version) throw new Refusal(409, "Somebody was faster.");
    picture.wire = { ...picture.wire, state, version: version + 1 };
    return reply(200, { image: picture.wire });
  }

  private gesture(imageId: number, body: WireGesture, author: string): WireSaved {
    const picture = this.images.get(imageId)!;
    const earlier = picture.requests.find((one) => one.id === body.request_id);
    if (earlier) return saved(picture, earlier);
    const changes =
      body.kind === "save" ? this.edited(picture, body.edits) : this.stepped(picture, body, author);
    const { request_id: id, kind } = body;
    const request: Request = { id, kind, state: "applied", changes, stamp: ++this.stamp, author };
    for (const change of changes) {
      const version = (picture.rows.get(change.id)?.version ?? 0) + 1;
      change.after = change.after && { ...change.after, version };
      picture.rows.set(change.id, { version, now: change.after });
    }
    picture.requests.push(request);
    if (picture.wire.state === "new")
      picture.wire = { ...picture.wire, state: "in work", version: picture.wire.version + 1 };
    for (const send of picture.streams) setTimeout(() => send(eventOf(picture, request)));
    return saved(picture, request);
  }

  private edited(picture: Picture, edits: readonly WireEdit[]): Done[] {
    const rows = edits.map((edit) => (edit.op === "create" ? null : rowOf(picture, edit.ref)));
    const late = edits.flatMap((edit, i) => {
      const found = rows[i];
      if (edit.op === "create" || !found) return [];
      const isLate =
        found.row.version !== edit.version || (!found.row.now && edit.op !== "restore");
      return isLate ? [clash(picture, found.id, edit.ref)] : [];
    });
    if (late.length) throw new Refusal(409, "Somebody changed it meanwhile.", late);
    const changes = edits.map((edit, i) => this.change(picture, edit, rows[i] ?? null));
    for (const one of picture.requests) if (one.state === "undone") one.state = "dropped";
    return changes;
  }

  private change(picture: Picture, edit: WireEdit, found: { id: number; row: Row } | null): Done {
    if (edit.op === "create") {
      const { op: _, ...given } = edit;
      const after = { ...this.blank(), ...given, parts: this.cut(edit.parts), id: ++this.ids };
      return {
        id: after.id,
        before: null,
        after,
        made: true,
        isOther: !isEqual(after.parts, edit.parts),
      };
    }
    const { id, row } = found!;
    const before = row.now;
    if (edit.op === "delete") return { id, before, after: null, made: false, isOther: false };
    if (edit.op === "restore") {
      const all = history(picture).find((one) => one.change === edit.change)!;
      return { id, before, after: all[edit.to], made: false, isOther: true };
    }
    const { op: _, ref: __, version: ___, splices, parts, ...given } = edit;
    const outline = splices ? spliced(before!.parts, splices) : (parts ?? before!.parts);
    const after = { ...before!, ...given, parts: this.cut(outline), edited: true };
    return { id, before, after, made: false, isOther: !isEqual(after.parts, outline) };
  }

  private stepped(
    picture: Picture,
    { kind, target }: Exclude<WireGesture, { kind: "save" }>,
    author: string,
  ): Done[] {
    const from = kind === "undo" ? "applied" : "undone";
    const saves = picture.requests.filter((one) => one.kind === "save" && one.state === from);
    const found =
      target === null ? saves.at(kind === "undo" ? -1 : 0) : saves.find((one) => one.id === target);
    if (!found) throw new Refusal(409, "This gesture is not what holds now.", []);
    const steps = found.changes.map((one) => ({
      id: one.id,
      here: kind === "undo" ? one.after : one.before,
      there: kind === "undo" ? one.before : one.after,
    }));
    const late = steps.filter(({ id, here }) => !isSame(here, picture.rows.get(id)!.now));
    if (late.length)
      throw new Refusal(
        409,
        `${author} is late.`,
        late.map(({ id }) => clash(picture, id, id)),
      );
    found.state = kind === "undo" ? "undone" : "applied";
    return steps.map(({ id, there }) => ({
      id,
      before: picture.rows.get(id)!.now,
      after: there,
      made: false,
      isOther: target === null,
    }));
  }

  private cut(parts: WireParts): WireParts {
    if (parts.flat(2).some(Number.isNaN)) throw new Refusal(422, "A coordinate is not a number.");
    if (parts.every((part) => part[0]!.every((x, i) => i % 2 || x > this.width)))
      throw new Refusal(422, "The outline has nothing inside the picture.");
    return parts.map((part) =>
      part.map((ring) => ring.map((x, i) => (i % 2 ? x : Math.min(x, this.width)))),
    );
  }

  private blank(): WireAnnotation {
    return {
      id: 0,
      version: 1,
      category_id: 1,
      parts: [],
      box: [0, 0, 1, 1],
      area: 1,
      iscrowd: false,
      exact: false,
      edited: false,
      origin: "person",
      score: null,
      run_id: null,
      z: 0,
    };
  }
}

function saved(picture: Picture, request: Request): WireSaved {
  const annotations = request.changes.map(({ id, after, before, isOther }) => {
    const { box, area } = (after ?? before)!;
    const version = after ? after.version : before!.version + 1;
    const now = after && isOther ? { now: after } : {};
    return { id, version, box, area, deleted: !after, ...now };
  });
  const { state, version } = picture.wire;
  const stamp = request.stamp;
  return { request_id: request.id, annotations, image: { state, version }, stamp, ...can(picture) };
}

function eventOf(picture: Picture, request: Request): WireEvent {
  const ids = request.changes.map((one) => one.id);
  const { state, version } = picture.wire;
  return {
    stamp: request.stamp,
    request_ids: [request.id],
    author: request.author,
    annotations: ids.flatMap((id) => picture.rows.get(id)!.now ?? []),
    deleted: ids.filter((id) => !picture.rows.get(id)!.now),
    image: { state, version },
    ...can(picture),
  };
}

function rowOf(picture: Picture, ref: WireRef): { id: number; row: Row } {
  const id = typeof ref === "number" ? ref : madeIn(picture, ref);
  const row = id === undefined ? undefined : picture.rows.get(id);
  if (id === undefined || !row) throw new Refusal(404, `There is no instance ${String(ref)}.`);
  return { id, row };
}

function madeIn(picture: Picture, [requestId, n]: [string, number]): number | undefined {
  const request = picture.requests.find((one) => one.id === requestId);
  return request?.changes.filter((one) => one.made)[n]?.id;
}

function clash(picture: Picture, id: number, ref: WireRef) {
  const last = picture.requests
    .filter((one) => one.changes.some((change) => change.id === id))
    .at(-1);
  return { ref, id, theirs: picture.rows.get(id)!.now, author: last?.author ?? "somebody" };
}

function can({ requests }: Picture) {
  const saves = requests.filter((one) => one.kind === "save");
  return {
    can_undo: saves.some((one) => one.state === "applied"),
    can_redo: saves.some((one) => one.state === "undone"),
  };
}

function history(picture: Picture) {
  const changes = picture.requests.flatMap((request) =>
    request.changes.map((change) => ({ request, change })),
  );
  return changes
    .map(({ request, change }, i) => ({
      change: i + 1,
      request_id: request.id,
      kind: change.made ? "create" : "update",
      annotation_id: change.id,
      before: change.before,
      after: change.after,
    }))
    .reverse();
}

function spliced(parts: WireParts, splices: readonly WireSplice[]): WireParts {
  const copy = structuredClone(parts);
  for (const [part, ring, start, drop, points] of splices)
    copy[part]![ring]!.splice(start * 2, drop * 2, ...points);
  return copy;
}

function isSame(one: WireAnnotation | null, other: WireAnnotation | null): boolean {
  const plain = (annotation: WireAnnotation | null) => annotation && { ...annotation, version: 0 };
  return isEqual(plain(one), plain(other));
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function reply(status: number, content: object): Response {
  return new Response(JSON.stringify(content), { status });
}

function tick(): Promise<void> {
  return new Promise((on) => setTimeout(on));
}
