import { expect, test } from "vitest";
import { watchClasses } from "../../src/app/classes";
import { State } from "../../src/app/state";
import type { WireDataset } from "../../src/model/wire";
import { CATEGORIES, instance, square } from "./examples";

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** An editor that knows the first class alone, and a server that knows all. */
function watched() {
  const state = new State();
  state.categories.value = CATEGORIES.slice(0, 1);
  const server = { asked: 0, isAway: false };
  watchClasses(state, async () => {
    server.asked += 1;
    if (server.isAway) throw new Error("The server does not answer.");
    return { id: 1, name: "toys", categories: [...CATEGORIES], runs: [] } satisfies WireDataset;
  });
  const comes = (categoryId: number) => {
    const one = instance(`of ${categoryId}`, square(0, 0, 5), { categoryId });
    state.doc.put(new Map([[one.key, one]]));
    return settled();
  };
  return { state, server, comes };
}

test("a class made elsewhere is learnt with the first instance of it", async () => {
  const { state, server, comes } = watched();
  await comes(1);
  expect(server.asked).toBe(0);
  await comes(2);
  expect(state.categoryOf(2)?.name).toBe("dice");
});

test("one that nobody knows is asked for once", async () => {
  const { server, comes } = watched();
  await comes(7);
  await comes(7);
  expect(server.asked).toBe(1);
});

test("what could not be learnt is asked for again", async () => {
  const { state, server, comes } = watched();
  server.isAway = true;
  await comes(2);
  expect(state.said.value.text).toBe("The server does not answer.");
  server.isAway = false;
  await comes(2);
  expect(state.categoryOf(2)).toBeDefined();
});
