import { parseKeybinding } from "tinykeys";
import { describe, expect, test } from "vitest";
import { normal } from "../../src/keys/presses";
import { ACTION_GROUPS, ACTIONS } from "../../src/keys/table";
import { TOOL_IDS } from "../../src/tools/tool";

describe("the table of actions", () => {
  test("no two share an id, none a key", () => {
    const ids = ACTIONS.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const keys = ACTIONS.flatMap((action) => action.keys.map((key) => normal(key)));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  test.each(ACTIONS.map((action) => [action.id, action] as const))(
    "%s has a title, a group and a key that is one press",
    (_id, { title, group, keys }) => {
      expect(title).toMatch(/^[A-Z]/);
      expect(ACTION_GROUPS).toContain(group);
      expect(keys.length).toBeGreaterThan(0);
      for (const one of keys) expect(parseKeybinding(one)).toHaveLength(1);
    },
  );

  test("has every tool, and nine classes by their number", () => {
    const byId = new Map(ACTIONS.map((action) => [action.id, action]));
    for (const id of TOOL_IDS) expect(byId.has(`tool-${id}`)).toBe(true);
    for (let n = 1; n <= 9; n += 1) expect(byId.get(`class-${n}`)?.keys).toEqual([`${n}`]);
  });

  test("leaves the browser's own keys alone", () => {
    const theirs = ["$mod+w", "$mod+t", "$mod+n", "$mod+r", "$mod+l", "$mod+f", "$mod+p", "F5"];
    const ours = new Set(ACTIONS.flatMap((action) => action.keys.map((key) => normal(key))));
    for (const key of theirs) expect(ours.has(normal(key))).toBe(false);
  });
});
