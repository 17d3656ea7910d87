import { expect, test } from "vitest";
import { PAUSE, WorkClock } from "../../src/app/clock";

/** A clock on a time that the test sets. */
function clockAt() {
  const time = { now: 0 };
  return { time, clock: new WorkClock(() => time.now) };
}

test("a gesture took the time since the one before", () => {
  const { time, clock } = clockAt();
  clock.stir();
  time.now = 2_000;
  expect(clock.take()).toBe(2);
  time.now = 2_500;
  expect(clock.take()).toBe(0.5);
});

test("a pause is nobody's work", () => {
  const { time, clock } = clockAt();
  clock.stir();
  time.now = 1_000;
  clock.stir();
  time.now = 1_000 + PAUSE;
  clock.stir();
  time.now += 3_000;
  expect(clock.take()).toBe(4);
});

test("on another image the time begins anew", () => {
  const { time, clock } = clockAt();
  clock.stir();
  time.now = 5_000;
  clock.reset();
  time.now = 9_000;
  expect(clock.take()).toBe(0);
});

test("nothing is kept when recording is off", () => {
  const { time, clock } = clockAt();
  clock.isRecording = false;
  time.now = 1_000;
  expect(clock.take()).toBeNull();
});
