import { afterEach, describe, expect, it } from "vitest";
import { resetKeys, setKeys } from "../../src/keys/keymap";
import { ACTIONS } from "../../src/keys/table";
import { holderOf, pressOf, sought } from "../../src/panels/helpRows";
import { ACTION_OF_BUTTON } from "../../src/panels/actionIds";

function found(asked: string): string[] {
  return sought(ACTIONS, asked).flatMap(({ actions }) => actions.map((action) => action.id));
}

/** A press, as the browser tells it. */
function press(key: string, code: string, held: Partial<KeyboardEvent> = {}): KeyboardEvent {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  return { key, code, ...none, ...held } as KeyboardEvent;
}

afterEach(() => resetKeys());

describe("the help", () => {
  it("has every action once, by group", () => {
    expect(found("").sort()).toEqual(ACTIONS.map((action) => action.id).sort());
  });

  it("finds by title and by key", () => {
    expect(found("redraw stretch")).toContain("tool-stroke");
    expect(found("ctrl+y")).toEqual(["redo"]);
    expect(found("no such thing")).toEqual([]);
  });

  it("follows a changed key", () => {
    setKeys("redo", ["Alt+KeyQ"]);
    expect(found("alt+q")).toEqual(["redo"]);
    expect(found("ctrl+y")).toEqual([]);
  });

  it("knows which other action has a key", () => {
    const [fit] = ACTIONS.filter((action) => action.id === "fit");
    expect(holderOf(ACTIONS, "$mod+Shift+z", fit!)?.id).toBe("redo");
    expect(holderOf(ACTIONS, "Shift+$mod+Z", fit!)?.id).toBe("redo");
    expect(holderOf(ACTIONS, "Shift+?", fit!)?.id).toBe("help");
    expect(holderOf(ACTIONS, "Alt+KeyF", fit!)?.id).toBe("fill-more");
    expect(holderOf(ACTIONS, "$mod+Alt+F9", fit!)).toBeUndefined();
    expect(holderOf(ACTIONS, fit!.keys[0]!, fit!)).toBeUndefined();
  });

  it("names the keys that every button's action has", () => {
    const ids = ACTIONS.map((action) => action.id);
    expect(ids).toEqual(expect.arrayContaining(Object.values(ACTION_OF_BUTTON)));
  });
});

describe("a press, as it is kept", () => {
  it("waits while only a modifier is down", () => {
    expect(pressOf(press("Shift", "ShiftLeft", { shiftKey: true }))).toBeNull();
  });

  it("has its modifiers and the letter", () => {
    expect(pressOf(press("Z", "KeyZ", { ctrlKey: true, shiftKey: true }))).toBe("$mod+Shift+z");
    expect(pressOf(press("ArrowUp", "ArrowUp", { altKey: true }))).toBe("Alt+ArrowUp");
    expect(pressOf(press(" ", "Space"))).toBe("Space");
  });

  it("is the place on the board where Alt or Shift makes another sign", () => {
    expect(pressOf(press("µ", "KeyM", { altKey: true }))).toBe("Alt+KeyM");
    expect(pressOf(press("!", "Digit1", { shiftKey: true }))).toBe("Shift+Digit1");
  });

  it("leaves out the Shift that a sign takes", () => {
    expect(pressOf(press("?", "Slash", { shiftKey: true }))).toBe("?");
  });
});
