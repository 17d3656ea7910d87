import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patiently } from "../../src/app/patience";
import { Refused, Unreachable } from "../../src/sync/failures";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server that answers at the third time of asking. */
function slowToStart() {
  let asked = 0;
  return async () => {
    asked += 1;
    if (asked < 3) throw new Unreachable();
    return asked;
  };
}

test("a server that starts is asked until it answers, and the person is told meanwhile", async () => {
  const said: string[] = [];
  const answer = patiently(slowToStart(), { isOver: () => false, say: (text) => said.push(text) });
  await vi.runAllTimersAsync();
  expect(await answer).toBe(3);
  expect(said).toHaveLength(2);
});

test("what is refused is not asked again", async () => {
  const ask = vi.fn(async () => {
    throw new Refused(404, "There is no image with id 9.");
  });
  await expect(patiently(ask, { isOver: () => false, say: () => undefined })).rejects.toThrow(
    "id 9",
  );
  expect(ask).toHaveBeenCalledTimes(1);
});

test("nobody goes on asking for what is no longer wanted", async () => {
  await expect(
    patiently(slowToStart(), { isOver: () => true, say: () => undefined }),
  ).rejects.toThrow("does not answer");
});
