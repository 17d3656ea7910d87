import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  bindKeys,
  currentKeys,
  keymapRevision,
  keyText,
  resetKeys,
  setKeys,
} from "../../src/keys/keymap";
import { Bench, instance, square } from "../tools/bench";

type Held = Partial<Record<"shiftKey" | "ctrlKey" | "altKey" | "metaKey", boolean>>;

/** A keydown as a browser makes it, as far as the editor looks at it. */
class Press extends Event {
  isStopped = false;
  readonly isComposing = false;

  constructor(
    readonly key: string,
    readonly held: Held = {},
    readonly code = key,
  ) {
    super("keydown", { cancelable: true });
  }

  get shiftKey(): boolean {
    return this.held.shiftKey ?? false;
  }

  get ctrlKey(): boolean {
    return this.held.ctrlKey ?? false;
  }

  get altKey(): boolean {
    return this.held.altKey ?? false;
  }

  get metaKey(): boolean {
    return this.held.metaKey ?? false;
  }

  getModifierState(name: string): boolean {
    const names = {
      Shift: this.shiftKey,
      Control: this.ctrlKey,
      Alt: this.altKey,
      Meta: this.metaKey,
    };
    return names[name as keyof typeof names] ?? false;
  }

  override stopPropagation(): void {
    this.isStopped = true;
  }
}

let stop = (): void => undefined;
let canvas = new EventTarget();
let bench = new Bench();

beforeEach(() => {
  canvas = new EventTarget();
  bench = new Bench([instance("a", square(100, 100, 100)), instance("b", square(250, 100, 50))]);
  stop = bindKeys(canvas as HTMLElement, bench.tools, () => bench.tool);
});

afterEach(() => {
  stop();
  resetKeys();
});

function press(key: string, held: Held = {}, code = key): Press {
  const event = new Press(key, held, code);
  canvas.dispatchEvent(event);
  return event;
}

describe("keys on the canvas", () => {
  test("choose tools", () => {
    press("n");
    expect(bench.state.tool.value).toBe("polygon");
    press("Escape");
    expect(bench.state.tool.value).toBe("select");
  });

  test("never reach Streamlit's rerun and its caches, whether they mean something or not", () => {
    for (const key of ["r", "c", "R", "C"]) expect(press(key).isStopped).toBe(true);
    setKeys("tool-rectangle", []);
    expect(press("r").isStopped).toBe(true);
  });

  test("that mean nothing here go on to the page", () => {
    const event = press("ä");
    expect([event.isStopped, event.defaultPrevented]).toEqual([false, false]);
  });

  test("that mean something stay here, even when that cannot be done now", () => {
    for (const event of [press("j"), press("z", { ctrlKey: true })])
      expect([event.isStopped, event.defaultPrevented]).toEqual([true, true]);
    expect(bench.asked).toEqual(["undo"]);
  });

  test("of a sign need not say whether it takes Shift", () => {
    press("?", { shiftKey: true });
    expect(bench.state.help.value).toBe(true);
    press("+");
    press("+", { shiftKey: true });
    expect(bench.asked).toEqual(["zoom", "zoom"]);
  });

  test("with Shift and a number are known by the key's place", () => {
    press("!", { shiftKey: true }, "Digit1");
    expect(bench.asked).toEqual([]);
    press(")", { shiftKey: true }, "Digit0");
    expect(bench.asked).toEqual(["oneToOne"]);
  });

  test("with a number are known by it, where the number takes Shift too", () => {
    press("&", {}, "Digit2");
    press("2", { shiftKey: true }, "Digit2");
    expect(bench.asked).toEqual(["setCategory"]);
  });

  test("a number sets the class, when there is one", () => {
    press("2");
    press("7");
    expect(bench.asked).toEqual(["setCategory"]);
  });

  test("go to the tool at work first", () => {
    bench.use("polygon").click(10, 10).click(60, 10).click(60, 60);
    press("Backspace");
    bench.click(60, 70);
    press("Enter");
    expect(bench.state.doc.size).toBe(3);
    press("Tab");
    expect(bench.asked).toEqual(["walk"]);
  });

  test("Tab leaves the canvas after an Escape that found nothing", () => {
    press("Escape");
    expect(bench.said).toEqual(["Tab leaves the canvas."]);
    expect(press("Tab").defaultPrevented).toBe(false);
    press("v");
    expect(press("Tab").defaultPrevented).toBe(true);
  });

  test("arrows with Shift move ten pixels", () => {
    bench.select("a");
    press("ArrowLeft", { shiftKey: true });
    expect(bench.parts("a")).toEqual(square(90, 100, 100));
  });

  test("are heard no more after the end", () => {
    stop();
    press("n");
    expect(bench.state.tool.value).toBe("select");
  });
});

describe("changed keys", () => {
  test("take the place of the table's, until they are reset", () => {
    const before = keymapRevision.value;
    setKeys("tool-polygon", ["Shift+F2"]);
    press("n");
    expect(bench.state.tool.value).toBe("select");
    press("F2", { shiftKey: true });
    expect(bench.state.tool.value).toBe("polygon");
    expect(keymapRevision.value).toBe(before + 1);
    resetKeys("tool-polygon");
    expect(currentKeys("tool-polygon")).toEqual(["n"]);
  });
});

test.each([
  ["$mod+Shift+z", "Ctrl+Shift+Z"],
  ["Shift+Tab", "Shift+Tab"],
  ["Backspace", "⌫"],
  ["Alt+b", "Alt+B"],
  ["Shift+0", "Shift+0"],
  ["+", "+"],
  ["$mod++", "Ctrl++"],
  ["ArrowUp", "↑"],
])("%s is shown as %s", (keys, text) => {
  expect(keyText(keys)).toBe(text);
});
