import { describe, expect, it } from "vitest";
import type { Reads } from "../../src/app/reads";
import type { WireStripImage } from "../../src/model/wire";
import { PAGE, StripPages } from "../../src/panels/stripPages";

/** A strip of 1,000 images; `asked` are the offsets it was asked for. */
function strip(state: WireStripImage["state"] = "new") {
  const asked: number[] = [];
  const server = { isAway: false, state };
  const reads = {
    strip: async (offset: number, limit: number) => {
      asked.push(offset);
      if (server.isAway) throw new Error("The server does not answer.");
      const images = Array.from({ length: limit }, (_, at) => image(offset + at, server.state));
      return { total: 1000, images };
    },
  };
  return { asked, server, pages: new StripPages(reads as unknown as Reads) };
}

function image(id: number, state: WireStripImage["state"]): WireStripImage {
  const known = { id, state, file_name: `${id}.jpg`, width: 8, height: 8, split: "val" };
  return { ...known, version: 1, url: "", thumb: "", annotations: 0 };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the filmstrip's pages", () => {
  it("are asked for once, when an image of theirs comes into sight", async () => {
    const { asked, pages } = strip();
    pages.want(45, 60);
    pages.want(45, 60);
    await settled();
    expect(asked).toEqual([0, PAGE]);
    expect(pages.get(59)?.id).toBe(59);
    expect(pages.get(PAGE * 2)).toBeUndefined();
    expect(pages.total.value).toBe(1000);
  });

  it("ask for the first page of a strip of which nothing is known", async () => {
    const { asked, pages } = strip();
    pages.want(0, 0);
    await settled();
    expect(asked).toEqual([0]);
  });

  it("say why one did not come, and ask again when it is wanted again", async () => {
    const { asked, server, pages } = strip();
    server.isAway = true;
    pages.want(0, 10);
    await settled();
    expect(pages.trouble.value).toBe("The server does not answer.");
    server.isAway = false;
    pages.want(0, 10);
    await settled();
    expect(asked).toEqual([0, 0]);
    expect(pages.trouble.value).toBe("");
    expect(pages.get(3)?.id).toBe(3);
  });

  it("take a changed image in when its page is refreshed", async () => {
    const { server, pages } = strip();
    pages.want(0, 10);
    await settled();
    server.state = "accepted";
    pages.refresh(7);
    await settled();
    expect(pages.get(7)?.state).toBe("accepted");
  });

  it("let nothing of the filters before in", async () => {
    const { pages } = strip();
    pages.want(0, 10);
    pages.clear();
    await settled();
    expect(pages.get(3)).toBeUndefined();
    expect(pages.total.value).toBe(0);
  });
});
