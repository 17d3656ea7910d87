/** Opening, prefetching, pictures, review states, and what the store takes back. */
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, test } from "vitest";
import { partsToWire } from "../../src/model/convert";
import { Refused } from "../../src/sync/failures";
import { Browser, Life, square, until } from "./life";
import { Server } from "./server";

let server: Server;
let asked: string[];

beforeEach(() => {
  server = new Server();
  for (let id = 1; id <= 9; id += 1) server.addImage(id, [partsToWire(square(id, id))]);
  asked = [];
  server.fault = (method, path) => {
    if (method === "GET") asked.push(path);
    return null;
  };
});

function countOf(path: string): number {
  return asked.filter((one) => one === path).length;
}

describe("pictures", () => {
  test("the open image's picture comes with its size", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    await until(() => life.pictures.length === 1, "the picture");
    expect(life.closed).toEqual([]);
  });

  test("what was prefetched is not fetched again, and is shown at once", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    life.sync.prefetch([2, 3]);
    await until(() => countOf("/pictures/3") === 1, "prefetched");
    await until(() => life.pictures.length === 1, "the first picture");
    server.fault = (method, path) => {
      if (method === "GET") asked.push(path);
      return path.endsWith("/2") ? "request lost" : null;
    };
    await life.sync.open(2);
    expect(life.state.image.value?.id).toBe(2);
    await until(() => life.pictures.length === 2, "the second picture");
    expect(countOf("/pictures/2")).toBe(1);
  });

  test("a prefetched image that somebody has changed since is brought up to date", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    life.sync.prefetch([2]);
    await until(() => countOf("/pictures/2") === 1, "prefetched");
    const [one] = server.annotations(2);
    other(2, { op: "update", ref: one!.id, version: 1, category_id: 8 });
    await life.sync.open(2);
    await until(() => life.instance(String(one!.id)).categoryId === 8, "brought up to date");
  });

  test("only the last four are held, however many are looked at", async () => {
    const life = new Life(server);
    for (let id = 1; id <= 9; id += 1) {
      await life.sync.open(id);
      await until(() => life.pictures.length === id, "the picture");
    }
    await until(() => life.closed.length === 5, "the others are closed");
    expect(life.closed).toEqual(life.pictures.slice(0, 5));
  });

  test("one that cannot be shown is not left looking like the one before", async () => {
    let decoded = 0;
    const decode = async () => {
      decoded += 1;
      if (decoded > 1) throw new Error("no picture");
      return { width: 1, height: 1, close: () => undefined };
    };
    const life = new Life(server, undefined, undefined, { decode });
    await life.sync.open(1);
    await until(() => life.pictures.length === 1, "the picture");
    await life.sync.open(2);
    await until(() => life.pictures.length === 2, "the second");
    expect(life.pictures[1]).toBeNull();
    expect(life.state.said.value.text).toBe("The picture cannot be shown by this browser.");
  });

  test("the image on screen stays whole until the next one's picture has come", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    await until(() => life.pictures.length === 1, "the picture");
    server.fault = (method, path) => {
      if (method === "GET") asked.push(path);
      return path === "/pictures/2" ? "request lost" : null;
    };
    const opened = life.sync.open(2);
    await until(() => countOf("/pictures/2") > 0, "the second is asked for");
    life.sync.prefetch([3, 4, 5, 6, 7]);
    await until(() => countOf("/pictures/7") === 1 && life.closed.length > 0, "prefetched");
    expect(life.closed).not.toContain(life.pictures[0]);
    expect(life.state.image.value!.id).toBe(1);
    server.fault = () => null;
    await opened;
    expect(life.state.image.value!.id).toBe(2);
    expect(life.pictures).toHaveLength(2);
    life.sync.prefetch([8, 9]);
    await until(() => life.closed.includes(life.pictures[0]!), "the first is closed");
  });
});

describe("opening", () => {
  test("waits for a server that is away", async () => {
    const life = new Life(server);
    server.fault = () => "request lost";
    const opened = life.sync.open(1);
    await until(() => life.state.save.value.offline, "it is away");
    server.fault = () => null;
    await opened;
    expect(life.keys).toHaveLength(1);
    expect(life.state.save.value.offline).toBe(false);
  });

  test("of two images asked for the last one is shown", async () => {
    const life = new Life(server);
    await Promise.all([life.sync.open(1), life.sync.open(2)]);
    expect(life.state.image.value?.id).toBe(2);
  });

  test("an image that is not there is refused with a sentence", async () => {
    const life = new Life(server);
    await expect(life.sync.open(77)).rejects.toThrow(Refused);
    await expect(life.sync.open(77)).rejects.toThrow("There is no such image.");
  });
});

describe("the review state", () => {
  test("is shown at once and saved after what was done before", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    life.make(square(50, 50));
    await life.sync.setReviewState("accepted");
    expect(life.state.image.value?.state).toBe("accepted");
    await life.saved();
    expect(server.images.get(1)!.wire.state).toBe("accepted");
    expect(life.state.image.value).toMatchObject({ state: "accepted", version: 3 });
  });

  test("survives a reload without a server", async () => {
    const browser = new Browser();
    let life = new Life(server, browser);
    await life.sync.open(1);
    server.fault = (method) => (method === "POST" ? "request lost" : null);
    life.make(square(50, 50));
    await life.sync.setReviewState("for review");
    await new Promise((on) => setTimeout(on, 5));
    life = life.reload();
    await life.sync.open(1);
    expect(life.state.image.value?.state).toBe("for review");
    server.fault = () => null;
    life.page.dispatchEvent(new Event("online"));
    await life.saved();
    expect(server.images.get(1)!.wire.state).toBe("for review");
  });

  test("somebody else's holds when it was first", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    const image = server.images.get(1)!;
    image.wire = { ...image.wire, state: "in work", version: 2 };
    await life.sync.open(1);
    image.wire = { ...image.wire, state: "rejected", version: 3 };
    await life.sync.setReviewState("accepted");
    await life.saved();
    expect(life.state.image.value).toMatchObject({ state: "rejected", version: 3 });
    expect(life.state.said.value.text).toBe(
      '1.jpg was set to "rejected" by somebody else meanwhile.',
    );
    expect(image.wire.state).toBe("rejected");
  });
});

describe("undo by the store", () => {
  async function afterReload(): Promise<Life> {
    const life = new Life(server);
    await life.sync.open(1);
    life.edit(life.keys[0]!, { categoryId: 2 });
    life.make(square(50, 50));
    await life.saved();
    const next = life.reload();
    await next.sync.open(1);
    return next;
  }

  test("takes back what was done before this tab came, and does it again in order", async () => {
    const life = await afterReload();
    expect(life.state.save.value.unsent).toBe(0);
    expect(life.state.canUndo.value).toBe(true);
    life.edit(life.keys[0]!, { z: 5 });
    for (let i = 0; i < 3; i += 1) expect(await life.sync.undo()).not.toBeNull();
    expect(await life.sync.undo()).toBeNull();
    expect(server.annotations(1)).toMatchObject([{ category_id: 1, z: 0 }]);
    expect(life.state.canUndo.value).toBe(false);
    for (let i = 0; i < 3; i += 1) expect(await life.sync.redo()).not.toBeNull();
    await life.saved();
    expect(server.annotations(1)).toMatchObject([{ category_id: 2, z: 5 }, { z: 0 }]);
    expect(life.state.doc.all()).toHaveLength(2);
    expect(life.state.canRedo.value).toBe(false);
  });

  test("is said to need the server", async () => {
    const life = await afterReload();
    server.fault = () => "request lost";
    expect(await life.sync.undo()).toBeNull();
    expect(life.state.said.value.text).toMatch("when the server answers again");
  });

  test("is shown although its answers were lost", async () => {
    const life = await afterReload();
    server.fault = (method) => (method === "POST" ? "answer lost" : null);
    expect(await life.sync.undo()).toBeNull();
    await until(() => life.keys.length === 1, "brought up to date");
    expect(server.annotations(1)).toHaveLength(1);
  });

  test("what somebody else changed since is left alone", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    await until(() => server.images.get(1)!.streams.size === 1, "listening");
    const key = life.keys[0]!;
    life.edit(key, { categoryId: 2 }, "Class");
    await life.saved();
    other(1, { op: "update", ref: Number(key), version: 2, category_id: 9 });
    await until(() => life.instance(key).categoryId === 9, "heard");
    expect(await life.sync.undo()).toBeNull();
    expect(life.state.said.value.text).toBe('"Class" stays: somebody else has changed it since.');
    expect(server.annotations(1)).toMatchObject([{ category_id: 9 }]);
  });

  test("undo of one image never touches another", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    life.make(square(50, 50));
    await life.sync.open(2);
    expect(await life.sync.undo()).toBeNull();
    await life.sync.open(1);
    expect(await life.sync.undo()).toBe("Draw");
    await life.saved();
    expect(server.annotations(1)).toHaveLength(1);
  });
});

describe("restoring from the history", () => {
  test("brings back what was removed before this tab came", async () => {
    const before = new Life(server);
    await before.sync.open(1);
    const [key] = before.keys;
    const gone = before.instance(key!);
    before.remove(key!);
    await before.saved();
    const life = before.reload();
    await life.sync.open(1);
    expect(life.keys).toEqual([]);
    life.sync.restore("Restore", 1, "before", gone);
    await until(() => life.keys.length === 1, "shown");
    await life.saved();
    expect(server.annotations(1)).toMatchObject([{ id: Number(key), version: 3 }]);
    expect(life.instance(key!).version).toBe(3);
    expect(await life.sync.undo()).toBe("Restore");
    await life.saved();
    expect(server.annotations(1)).toEqual([]);
  });

  test("takes away what had not been made", async () => {
    const life = new Life(server);
    await life.sync.open(1);
    const key = life.make(square(50, 50));
    await life.saved();
    life.sync.restore("Restore", 1, "before", null, String(life.sync.idOf(key)));
    await until(() => life.keys.length === 1, "shown");
    await life.saved();
    expect(server.annotations(1)).toHaveLength(1);
  });
});

let requests = 0;

function other(imageId: number, edit: object): void {
  const body = { request_id: `other-${++requests}`, kind: "save", label: "", seconds: null };
  server.other(imageId, { ...body, edits: [edit] } as never);
}
