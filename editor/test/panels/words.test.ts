import { describe, expect, it } from "vitest";
import { answerText } from "../../src/panels/conflictDialog";
import { plainLayout } from "../../src/panels/layout";
import { count, counted, duration, whenText, zoomText } from "../../src/panels/numbers";
import { differenceText } from "../../src/panels/pixelDifference";
import { matching } from "../../src/panels/picker";
import { saveWords, spokenOf } from "../../src/panels/saveState";
import { chosenText, effortText } from "../../src/panels/statusLine";
import { inkOn } from "../../src/panels/swatch";
import { instance } from "./builders";

describe("numbers in words", () => {
  it("count", () => {
    expect(count(12345.6)).toBe("12,346");
    expect([counted(1, "point"), counted(3, "point")]).toEqual(["1 point", "3 points"]);
    expect(zoomText(1.5)).toBe("150 %");
  });

  it("tell how long", () => {
    expect([44.6, 125, 3840].map(duration)).toEqual(["45 s", "2 min 5 s", "1 h 4 min"]);
  });

  it("tell when, as far away as it is", () => {
    const now = new Date(2026, 2, 10, 15, 0);
    const at = (...time: [number, number, number]) => new Date(2026, 2, ...time).toISOString();
    expect(whenText(new Date(now.getTime() - 30_000).toISOString(), now)).toBe("just now");
    expect(whenText(at(10, 14, 48), now)).toBe("12 min ago");
    expect(whenText(at(10, 9, 5), now)).toBe("09:05");
    expect(whenText(at(3, 14, 5), now)).toBe("3 Mar 14:05");
  });
});

describe("saving in words", () => {
  const saved = { unsent: 0, offline: false, trouble: "", acknowledged: 5 };

  it("is a quiet tick when all is in the store", () => {
    expect(saveWords(saved)).toMatchObject({ text: "Saved", icon: "check", kind: "calm" });
  });

  it("counts what is on the way", () => {
    expect(saveWords({ ...saved, unsent: 3 }).text).toBe("3 unsent");
  });

  it("says where edits are while the server is away", () => {
    const words = saveWords({ ...saved, unsent: 1, offline: true });
    expect(words.text).toBe("Offline · 1 unsent");
    expect(words.about).toBe(
      "The server does not answer: 1 edit kept in this browser. Work goes on; it is sent when it is back.",
    );
  });

  it("puts a refusal before all else", () => {
    const words = saveWords({ ...saved, offline: true, trouble: "The class is gone." });
    expect(words).toMatchObject({ text: "The class is gone.", kind: "trouble" });
  });
});

describe("saving, as it is heard", () => {
  const saved = { unsent: 0, offline: false, trouble: "", acknowledged: 5 };

  it("is said when all is in the store, and not before anything was done", () => {
    expect(spokenOf(saved)).toBe("Saved");
    expect(spokenOf({ ...saved, unsent: 1 })).toBe("");
    expect(spokenOf({ ...saved, acknowledged: 0 })).toBe("");
  });

  it("is the whole sentence where there is trouble", () => {
    expect(spokenOf({ ...saved, unsent: 1, offline: true })).toContain("1 edit kept");
  });
});

describe("the selection in words", () => {
  it("is size, area and points of one; number and area of several", () => {
    const one = instance("1", { box: { x1: 10, y1: 10, x2: 130, y2: 90 }, area: 4321.2 });
    expect(chosenText([one])).toBe("120 × 80 px · 4,321 px² · 3 points");
    expect(chosenText([one, instance("2")])).toBe("2 instances · 4,329 px²");
    expect(chosenText([])).toBe("");
  });
});

describe("an edited instance that came with an exact mask", () => {
  it("says how many pixels came and went", () => {
    expect(differenceText({ added: 1200, removed: 43, iou: 0.98149 })).toBe(
      "+1,200 −43 px against its exact mask, IoU 0.981",
    );
  });
});

describe("a conflict's answers", () => {
  const parts = instance("1").parts;
  const both = { key: "1", mine: parts, theirs: parts, author: "maria" };

  it("are told by what each side did", () => {
    expect(answerText("mine", both)).toBe("Keep mine");
    expect(answerText("mine", { ...both, mine: null })).toBe("Delete it all the same");
    expect(answerText("theirs", { ...both, theirs: null })).toBe("Let it be deleted");
    expect(answerText("both", both)).toBe("Keep both as two");
  });
});

describe("a searched list", () => {
  const choices = [
    { id: "1", text: "Zoom in", group: "Look" },
    { id: "2", text: "Zoom to the selection", group: "Look" },
    { id: "3", text: "Join", group: "Parts and holes" },
  ];

  it("keeps what has every word, of its group too", () => {
    expect(matching(choices, "look SEL").map((one) => one.id)).toEqual(["2"]);
    expect(matching(choices, "holes").map((one) => one.id)).toEqual(["3"]);
    expect(matching(choices, " ")).toHaveLength(3);
  });
});

describe("a mark on a colour", () => {
  it("is black or white, whichever is read better", () => {
    expect(["#f0e442", "#0072b2", "#000000", "#ffffff"].map(inkOn)).toEqual([
      "#000000",
      "#ffffff",
      "#ffffff",
      "#000000",
    ]);
  });
});

describe("the layout", () => {
  it("opens what there is room for", () => {
    expect(plainLayout(1300)).toMatchObject({ strip: true, side: true });
    expect(plainLayout(750)).toMatchObject({ strip: false, side: true });
    expect(plainLayout(600)).toMatchObject({ strip: false, side: false });
  });
});

describe("a person's time", () => {
  it("is told for each instance", () => {
    expect(effortText({ seconds: 8.2, gestures: 3, instances: 2 })).toBe(
      "4.1 s · 1.5 gestures an instance",
    );
  });
});
