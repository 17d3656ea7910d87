import "fake-indexeddb/auto";
import { openDB } from "idb";
import { beforeEach, describe, expect, test } from "vitest";
import { partsToWire } from "../../src/model/convert";
import { Life, Session, square, until } from "./life";
import { Server, type Fault } from "./server";

let server: Server;

beforeEach(() => {
  server = new Server();
  server.addImage(1, [partsToWire(square(10, 10)), partsToWire(square(100, 100))]);
  server.addImage(2);
});

async function opened(life = new Life(server), imageId = 1): Promise<Life> {
  await life.sync.open(imageId);
  return life;
}

function outlines(imageId = 1): number[][] {
  return server.annotations(imageId).map((one) => one.parts[0]![0]!);
}

/** Until `repair`, every request of `method` meets `fault`. */
function breakDown(fault: Fault, method = "POST"): void {
  server.fault = (asked) => (asked === method ? fault : null);
}

function repair(life: Life): void {
  server.fault = () => null;
  life.page.dispatchEvent(new Event("online"));
}

describe("saving", () => {
  test("what is drawn is on screen at once and in the store soon", async () => {
    const life = await opened();
    const key = life.make(square(50, 50));
    expect(life.instance(key).parts).toEqual(square(50, 50));
    expect(life.state.save.value.unsent).toBe(1);
    await life.saved();
    expect(outlines()).toContainEqual(square(50, 50)[0]!.outer);
    expect(life.state.save.value.acknowledged).toBe(1);
    expect(life.sync.idOf(key)).toBe(103);
  });

  test("an instance is changed and removed before its making is acknowledged", async () => {
    const life = await opened();
    const one = life.make(square(50, 50));
    const other = life.make(square(70, 50));
    life.edit(one, { parts: square(51, 50) });
    life.remove(other);
    await life.saved();
    expect(outlines().slice(2)).toEqual([square(51, 50)[0]!.outer]);
  });

  test("a moved point travels as a splice", async () => {
    const life = await opened();
    const [part] = life.instance("101").parts;
    const parts = [{ outer: [11, 12, ...part!.outer.slice(2)], holes: [] }];
    life.edit("101", { parts });
    await life.saved();
    const edit = (server.posts[0]!.body as { edits: object[] }).edits[0];
    expect(edit).toMatchObject({ ref: 101, version: 1, splices: [[0, 0, 0, 1, [11, 12]]] });
    expect(edit).not.toHaveProperty("parts");
    expect(outlines()[0]!.slice(0, 2)).toEqual([11, 12]);
  });

  test("a gesture whose outline has 20 points takes less than 2 kB", async () => {
    const life = await opened();
    const outer = Array.from({ length: 40 }, (_, i) => 100 + Math.round(i * 1234.5) / 100);
    life.make([{ outer, holes: [] }]);
    await life.saved();
    expect(server.posts[0]!.bytes).toBeLessThan(2000);
  });

  test.each<Fault>(["request lost", "answer lost", "stumble", "page of another app"])(
    "%s: it goes on when the server is back, and is done once",
    async (fault) => {
      const life = await opened();
      breakDown(fault);
      const key = life.make(square(50, 50));
      life.edit(key, { categoryId: 2 });
      await new Promise((on) => setTimeout(on, 30));
      expect(life.state.save.value.unsent).toBe(2);
      expect(life.state.save.value.offline).toBe(fault !== "stumble");
      repair(life);
      await life.saved();
      expect(server.annotations(1)).toHaveLength(3);
      expect(server.annotations(1)[2]).toMatchObject({ category_id: 2, version: 2 });
      expect(life.state.save.value.offline).toBe(false);
    },
  );

  test("leaving with unsent edits warns, and only then", async () => {
    const life = await opened();
    const leave = () => {
      const event = new Event("beforeunload", { cancelable: true });
      life.page.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(leave()).toBe(false);
    life.make(square(50, 50));
    expect(leave()).toBe(true);
    await life.saved();
    expect(leave()).toBe(false);
  });

  test("a server that stumbles over one gesture gets the others", async () => {
    const life = await opened();
    server.fault = (method) => {
      const isFirst = method === "POST" && server.posts.length === 0;
      return isFirst ? "stumble" : null;
    };
    life.edit("101", { categoryId: 2 });
    server.fault = (method) => (method === "POST" && stumbles-- > 0 ? "stumble" : null);
    let stumbles = 1;
    life.edit("102", { categoryId: 3 });
    await life.saved();
    expect(
      server.posts.map(({ body }) => (body as { edits: { ref: number }[] }).edits[0]!.ref),
    ).toEqual([102, 101]);
  });

  test("a gesture that a server always stumbles over never holds up the others", async () => {
    const life = await opened();
    const poison = life.edit("101", { categoryId: 2 }, "Poison");
    server.fault = (_method, _path, body) => (body.includes(poison) ? "stumble" : null);
    for (let i = 0; i < 5; i += 1) {
      await new Promise((on) => setTimeout(on, 10));
      life.edit("102", { categoryId: i });
      await until(() => life.state.save.value.unsent === 1, `the ${i}th goes through`);
    }
    server.fault = () => null;
    await life.saved();
    expect(server.annotations(1)).toMatchObject([{ category_id: 2 }, { category_id: 4 }]);
  });

  test("what waits is tried again by itself", async () => {
    const life = await opened();
    breakDown("request lost");
    life.make(square(50, 50));
    await until(() => life.state.save.value.offline, "away");
    server.fault = () => null;
    await life.saved();
  });

  test("a page that goes sends along what waits its turn", async () => {
    const life = await opened();
    for (const x of [50, 60, 70]) life.make(square(x, 50));
    life.page.dispatchEvent(new Event("pagehide"));
    life.kill();
    await until(() => outlines().length === 5, "all three");
  });

  test("an editor that is closed sends what it has, then is still", async () => {
    const life = await opened();
    for (const x of [50, 60, 70]) life.make(square(x, 50));
    life.sync.close();
    await until(() => outlines().length === 5, "all three");
    expect(server.images.get(1)!.streams.size).toBe(0);
  });

  test("what is acknowledged leaves the browser, what is refused stays for a report", async () => {
    const life = await opened();
    life.make(square(50, 50));
    life.make(square(2000, 50));
    await life.saved();
    await until(() => life.state.doc.size === 3, "taken back");
    const database = await openDB(life.browser.database);
    expect(await database.getAll("entries")).toEqual([]);
    const refused = await database.getAll("refused");
    expect(refused).toMatchObject([
      { sentence: "The outline has nothing inside the picture.", entry: { imageId: 1 } },
    ]);
    database.close();
  });

  test("an expired token is asked for anew, and what waited goes on", async () => {
    const life = await opened();
    server.token = "token=new";
    life.make(square(50, 50));
    await until(() => life.tokensAsked === 1, "the page is asked");
    expect(life.state.save.value.unsent).toBe(1);
    life.sync.setToken("token=new");
    await life.saved();
    expect(outlines()).toHaveLength(3);
  });

  test("what the store cut is taken back from it, also under a later edit", async () => {
    const life = await opened();
    const key = life.make(square(995, 50));
    life.edit(key, { parts: [{ outer: [995, 50, 1005, 50, 1005, 60, 990, 60], holes: [] }] });
    await life.saved();
    expect(outlines()[2]).toEqual([995, 50, 1000, 50, 1000, 60, 990, 60]);
    expect(life.instance(key).parts[0]!.outer).toEqual(outlines()[2]);
  });

  test("what the store refuses is told, taken back and kept; the rest goes on", async () => {
    const life = await opened();
    const key = life.make(square(2000, 50));
    life.edit("101", { categoryId: 2 });
    await life.saved();
    expect(life.state.save.value.trouble).toBe("The outline has nothing inside the picture.");
    expect(life.state.doc.get(key)).toBeUndefined();
    expect(server.annotations(1)[0]).toMatchObject({ category_id: 2 });
  });

  test("a refused outline that was made right since is saved as it is now", async () => {
    const life = await opened();
    const key = life.make(square(2000, 50));
    life.edit(key, { parts: square(200, 50) });
    await life.saved();
    expect(outlines()[2]).toEqual(square(200, 50)[0]!.outer);
    expect(life.instance(key)).toMatchObject({ version: 1, parts: square(200, 50) });
    life.edit(key, { parts: square(201, 50) });
    await life.saved();
    expect(outlines()[2]).toEqual(square(201, 50)[0]!.outer);
  });

  test("without a database it works in memory, and says so", async () => {
    const life = await opened(new Life(server, undefined, undefined, { indexedDB: undefined }));
    expect(life.state.save.value.trouble).toMatch("keeps nothing");
    breakDown("request lost");
    life.make(square(50, 50));
    life.sync.close();
    server.fault = () => null;
    const next = await opened(new Life(server, undefined, undefined, { indexedDB: undefined }));
    await next.saved();
    expect(outlines()).toHaveLength(3);
  });

  test("another image is opened while the edits of this one go on", async () => {
    const life = await opened();
    breakDown("request lost");
    const key = life.make(square(50, 50));
    server.fault = () => null;
    await life.sync.open(2);
    expect(life.keys).toEqual([]);
    await life.saved();
    expect(outlines(1)).toHaveLength(3);
    await life.sync.open(1);
    expect(life.keys).toEqual(["101", "102", key]);
  });
});

describe("a reload", () => {
  test("shows and sends what was not sent", async () => {
    let life = await opened();
    breakDown("request lost");
    const key = life.make(square(50, 50));
    life.edit(key, { categoryId: 2 });
    life.edit("101", { z: 3 });
    await new Promise((on) => setTimeout(on, 5));
    life = life.reload();
    await life.sync.open(1);
    expect(life.instance(key)).toMatchObject({ categoryId: 2, version: 2 });
    expect(life.state.save.value.unsent).toBe(3);
    life.edit(key, { categoryId: 4 });
    repair(life);
    await life.saved();
    expect(server.annotations(1)[2]).toMatchObject({ category_id: 4, version: 3 });
    expect(server.annotations(1)[0]).toMatchObject({ z: 3 });
  });

  test("knows what was saved although its answer was lost", async () => {
    let life = await opened();
    breakDown("answer lost");
    const key = life.make(square(50, 50));
    await until(() => server.annotations(1).length === 3, "the store has it");
    life = life.reload();
    repair(life);
    await life.sync.open(1);
    expect(life.keys).toEqual(["101", "102", key]);
    life.edit(key, { categoryId: 2 });
    await life.saved();
    expect(server.annotations(1)).toHaveLength(3);
  });

  test("does not forget how to undo what was not sent", async () => {
    let life = await opened();
    breakDown("request lost");
    life.edit("101", { categoryId: 2 }, "Class");
    life.remove("102");
    await life.sync.undo();
    await new Promise((on) => setTimeout(on, 5));
    life = life.reload();
    await life.sync.open(1);
    expect(life.keys).toEqual(["101", "102"]);
    expect(await life.sync.redo()).toBe("Delete");
    expect(await life.sync.undo()).toBe("Delete");
    expect(await life.sync.undo()).toBe("Class");
    repair(life);
    await life.saved();
    expect(server.annotations(1)).toMatchObject([{ category_id: 1 }, { id: 102, version: 5 }]);
  });
});

describe("another store at the same address", () => {
  async function leftBehind(): Promise<Life> {
    const life = await opened();
    breakDown("request lost");
    life.make(square(50, 50));
    await new Promise((on) => setTimeout(on, 5));
    life.kill();
    return life;
  }

  /** A store with an image and instances of the same ids. */
  function otherStore(): Server {
    const other = new Server();
    other.addImage(1, [partsToWire(square(0, 0)), partsToWire(square(20, 20))]);
    return other;
  }

  test.each(["the same tab", "another tab"])("gets nothing of it, in %s", async (which) => {
    const left = await leftBehind();
    const session = which === "the same tab" ? left.session : new Session();
    const other = otherStore();
    const there = new Life(other, left.browser, session, {}, left.token, "another pond");
    await opened(there);
    expect(there.state.save.value.unsent).toBe(0);
    there.edit("101", { categoryId: 2 });
    await there.saved();
    expect(other.annotations(1)).toHaveLength(2);
    there.kill();

    server.fault = () => null;
    const back = await opened(new Life(server, left.browser, session));
    await until(() => outlines().length === 3, "sent where it belongs");
    await back.saved();
  });
});

describe("tabs", () => {
  test("a tab takes over what a crashed one left", async () => {
    const first = await opened();
    breakDown("request lost");
    first.make(square(50, 50));
    await new Promise((on) => setTimeout(on, 5));
    first.kill();
    server.fault = () => null;
    const second = await opened(new Life(server, first.browser));
    expect(second.keys).toHaveLength(3);
    await until(() => outlines().length === 3, "sent by the other");
  });

  test("a tab leaves alone what a living one has", async () => {
    const first = await opened();
    breakDown("request lost");
    first.make(square(50, 50));
    await new Promise((on) => setTimeout(on, 5));
    const second = await opened(new Life(server, first.browser));
    expect(second.state.save.value.unsent).toBe(0);
    first.kill();
    await until(() => second.state.save.value.unsent === 1, "taken over");
  });

  test("a tab takes over what a crashed one left that came after it", async () => {
    const first = await opened();
    const second = await opened(new Life(server, first.browser));
    breakDown("request lost");
    second.make(square(50, 50));
    await new Promise((on) => setTimeout(on, 5));
    second.kill();
    first.page.dispatchEvent(new Event("visibilitychange"));
    await until(() => first.state.save.value.unsent === 1, "taken over");
    server.fault = () => null;
    await until(() => outlines().length === 3, "sent by the other");
  });

  test("a duplicated tab is a tab of its own", async () => {
    const first = await opened();
    breakDown("request lost");
    first.make(square(50, 50));
    await new Promise((on) => setTimeout(on, 5));
    const second = await opened(new Life(server, first.browser, first.session));
    expect(second.state.save.value.unsent).toBe(0);
  });

  test("edits of different instances cross", async () => {
    const first = await opened();
    const second = await opened(new Life(server, first.browser));
    await until(() => server.images.get(1)!.streams.size === 2, "both listen");
    first.edit("101", { categoryId: 2 });
    second.edit("102", { categoryId: 3 });
    await Promise.all([first.saved(), second.saved()]);
    for (const life of [first, second])
      await until(
        () => life.instance("101").categoryId === 2 && life.instance("102").categoryId === 3,
        "crossed",
      );
    expect(first.state.conflict.value).toBeNull();
  });

  test("what others make, change and remove appears; the chosen is told of", async () => {
    const life = await opened();
    await until(() => server.images.get(1)!.streams.size === 1, "listening");
    life.state.selection.value = ["101"];
    const parts = partsToWire(square(5, 5));
    server.other(1, {
      request_id: "bo-1",
      kind: "save",
      label: "",
      seconds: null,
      edits: [
        { op: "update", ref: 101, version: 1, category_id: 7 },
        { op: "delete", ref: 102, version: 1 },
        { op: "create", category_id: 1, parts },
      ],
    });
    await until(() => life.keys.join() === "101,103", "heard");
    expect(life.instance("101")).toMatchObject({ categoryId: 7, version: 2 });
    expect(life.state.said.value.text).toBe("Bo changed what is selected.");
  });

  test("what was missed while the stream was down comes with the next", async () => {
    const life = await opened();
    await until(() => server.images.get(1)!.streams.size === 1, "listening");
    life.isHidden = true;
    life.page.dispatchEvent(new Event("visibilitychange"));
    expect(server.images.get(1)!.streams.size).toBe(0);
    bo({ op: "delete", ref: 102, version: 1 });
    life.isHidden = false;
    life.page.dispatchEvent(new Event("visibilitychange"));
    await until(() => life.keys.join() === "101", "heard");
  });
});

let requests = 0;

function bo(edit: Parameters<typeof JSON.stringify>[0]): void {
  const body = { request_id: `bo-${++requests}`, kind: "save", label: "", seconds: null };
  server.other(1, { ...body, edits: [edit] } as never);
}

describe("a conflict", () => {
  async function met(
    edit: object,
    mine = (life: Life) => life.edit("101", { parts: square(20, 10) }),
  ) {
    const life = await opened(new Life(server, undefined, undefined, { events: silent }));
    bo(edit);
    mine(life);
    life.edit("102", { categoryId: 5 });
    await until(() => life.state.conflict.value !== null, "asked");
    await until(() => life.state.save.value.unsent === 1, "the rest goes on");
    return life;
  }
  const theirs = { op: "update", ref: 101, version: 1, parts: partsToWire(square(30, 10)) };

  test("shows both and overwrites nothing", async () => {
    const life = await met(theirs);
    expect(life.state.conflict.value).toEqual({
      key: "101",
      mine: square(20, 10),
      theirs: square(30, 10),
      author: "Bo",
    });
    expect(outlines()[0]).toEqual(square(30, 10)[0]!.outer);
    expect(server.annotations(1)[1]).toMatchObject({ category_id: 5 });
  });

  test("mine: goes over theirs", async () => {
    const life = await met(theirs);
    life.edit("101", { categoryId: 4 });
    life.sync.resolveConflict("mine");
    expect(life.state.conflict.value).toBeNull();
    await life.saved();
    expect(server.annotations(1)[0]).toMatchObject({
      parts: partsToWire(square(20, 10)),
      category_id: 4,
      version: 3,
    });
    expect(life.instance("101")).toMatchObject({ version: 3, categoryId: 4 });
  });

  test("theirs: mine and what was built on it go", async () => {
    const life = await met(theirs);
    life.edit("101", { categoryId: 4 });
    life.sync.resolveConflict("theirs");
    expect(life.state.save.value.unsent).toBe(0);
    expect(life.instance("101")).toMatchObject({
      version: 2,
      categoryId: 1,
      parts: square(30, 10),
    });
    expect(await life.sync.undo()).toBe("Change");
    await life.saved();
    expect(server.annotations(1)).toMatchObject([{ version: 2 }, { category_id: 1 }]);
  });

  test("both: theirs stays and mine is a new one", async () => {
    const life = await met(theirs);
    life.sync.resolveConflict("both");
    await life.saved();
    expect(outlines()).toEqual(
      [square(30, 10), square(100, 100), square(20, 10)].map((parts) => parts[0]!.outer),
    );
    expect(life.keys).toHaveLength(3);
  });

  test("mine over what they deleted is made anew", async () => {
    const life = await met({ op: "delete", ref: 101, version: 1 });
    expect(life.state.conflict.value).toMatchObject({ theirs: null });
    life.sync.resolveConflict("mine");
    await life.saved();
    expect(outlines()).toContainEqual(square(20, 10)[0]!.outer);
    expect(life.state.doc.get("101")).toBeUndefined();
  });

  test("my deletion of what they changed", async () => {
    const life = await met(theirs, (one) => one.remove("101"));
    expect(life.state.conflict.value).toMatchObject({ mine: null });
    life.sync.resolveConflict("mine");
    await life.saved();
    expect(server.annotations(1).map((one) => one.id)).toEqual([102]);
  });

  test("is asked again after a reload", async () => {
    const before = await met(theirs);
    const life = before.reload();
    await life.sync.open(1);
    expect(life.state.conflict.value).toMatchObject({ key: "101", author: "Bo" });
    life.sync.resolveConflict("mine");
    await life.saved();
    expect(outlines()[0]).toEqual(square(20, 10)[0]!.outer);
  });

  test("on an image that is not open is told of, and asked when it is", async () => {
    const life = await met(theirs);
    await life.sync.open(2);
    expect(life.state.conflict.value).toBeNull();
    expect(life.state.save.value.trouble).toMatch("1.jpg was changed by somebody else too");
    await life.sync.open(1);
    expect(life.state.save.value.trouble).toBe("");
    expect(life.state.conflict.value).toMatchObject({ key: "101" });
  });

  test("several are asked one after the other", async () => {
    const life = await opened(new Life(server, undefined, undefined, { events: silent }));
    bo(theirs);
    bo({ op: "update", ref: 102, version: 1, category_id: 9 });
    life.record("Classes", {
      changes: ["101", "102"].map((key) => {
        const before = life.instance(key);
        return { before, after: { ...before, categoryId: 4, version: 2 } };
      }),
    });
    await until(() => life.state.conflict.value?.key === "101", "the first");
    life.sync.resolveConflict("theirs");
    expect(life.state.conflict.value?.key).toBe("102");
    life.sync.resolveConflict("mine");
    await life.saved();
    expect(server.annotations(1)).toMatchObject([
      { category_id: 1, version: 2 },
      { category_id: 4, version: 3 },
    ]);
  });
});

/** No news: what others do is learnt from the answer to one's own edit. */
function silent(): EventSource {
  return Object.assign(new EventTarget(), { close: () => undefined }) as unknown as EventSource;
}
