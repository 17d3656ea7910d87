/**
 * Thumbnails to choose from, as files are: a click chooses one, with shift all up to it, with ctrl
 * or cmd one more or less; a drag takes what its box touches; a click on the mark is one more or
 * less too, for fingers. Arrows, space, ctrl+A and Escape do the same. A double click or Enter opens.
 *
 * In: tiles [{id, url, name, note, tags}], chosen [ids], serial, tile (px).
 * Out: chosen {serial, ids, others}, the tiles chosen here and whether those elsewhere stay so;
 * opened (an id).
 *
 * What a person does shows at once. The server's word counts when it has heard the last of it.
 */
const DRAG = 6; // px a pointer moves before it is a drag

export default function choosing({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".choosing");
  root.style.setProperty("--tile", `${data.tile}px`);
  const state = (root.state ??= { serial: 0, chosen: new Set(), anchor: null, drag: null });
  draw(root, data.tiles);
  if (data.serial >= state.serial) {
    state.serial = data.serial;
    state.others = true;
    state.chosen = new Set(data.chosen);
  }
  show(root);
  const choose = (ids, { others }) => {
    state.serial += 1;
    state.others &&= others; // until the server has heard it
    state.chosen = new Set(ids);
    show(root);
    setTriggerValue("chosen", { serial: state.serial, ids: [...ids], others: state.others });
  };
  listenToPointer(root, choose);
  listenToKeys(root, choose, (id) => setTriggerValue("opened", id));
  root.ondblclick = (event) => {
    const tile = tileOf(event);
    if (tile && !event.target.closest(".mark")) setTriggerValue("opened", idOf(tile));
  };
}

/* What is drawn */

function draw(root, tiles) {
  const old = new Map(tilesOf(root).map((tile) => [idOf(tile), tile]));
  const wanted = tiles.map((tile) => filled(old.get(tile.id) ?? blank(), tile));
  const drawn = tilesOf(root);
  const same = wanted.length === drawn.length && wanted.every((tile, n) => tile === drawn[n]);
  if (!same) root.replaceChildren(...wanted); // only then: it would take the focus away
}

function blank() {
  const tile = element("div", "tile");
  tile.setAttribute("role", "option");
  tile.tabIndex = -1;
  const image = element("img");
  Object.assign(image, { loading: "lazy", draggable: false, alt: "" });
  const caption = element("span", "caption");
  caption.append(element("span", "name"), element("span", "note"));
  tile.append(image, element("span", "mark"), element("span", "tags"), caption);
  return tile;
}

function filled(tile, { id, url, name, note, tags }) {
  tile.dataset.id = id;
  tile.title = name;
  tile.setAttribute("aria-label", [name, note, ...tags].join(", "));
  const image = tile.querySelector("img");
  if (image.getAttribute("src") !== url) image.src = url;
  tile.querySelector(".name").textContent = name;
  tile.querySelector(".note").textContent = note;
  const shown = tags.map((tag) => Object.assign(element("i"), { textContent: tag }));
  tile.querySelector(".tags").replaceChildren(...shown);
  return tile;
}

function element(kind, name = "") {
  return Object.assign(document.createElement(kind), { className: name });
}

function show(root) {
  const { chosen, focused } = root.state;
  const tiles = tilesOf(root);
  for (const tile of tiles) tile.setAttribute("aria-selected", String(chosen.has(idOf(tile))));
  const stop = tiles.find((tile) => idOf(tile) === focused) ?? tiles[0];
  for (const tile of tiles) tile.tabIndex = tile === stop ? 0 : -1;
}

const tilesOf = (root) => [...root.querySelectorAll(".tile")];
const idsOf = (root) => tilesOf(root).map(idOf);
const idOf = (tile) => Number(tile.dataset.id);
const tileOf = (event) => event.target.closest?.(".tile");
const isMore = (event) => event.ctrlKey || event.metaKey;

/* What is chosen: each answers with ids */

function range(root, to) {
  const ids = idsOf(root);
  const from = Math.max(0, ids.indexOf(root.state.anchor));
  const end = ids.indexOf(to);
  return ids.slice(Math.min(from, end), Math.max(from, end) + 1);
}

function toggled(root, id) {
  const chosen = new Set(root.state.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return chosen;
}

function boxed(root, box) {
  return tilesOf(root).filter((tile) => {
    const { offsetLeft: x, offsetTop: y, offsetWidth: width, offsetHeight: height } = tile;
    return x < box.right && x + width > box.left && y < box.bottom && y + height > box.top;
  });
}

/* How it is chosen */

function pick(root, id, event, choose, { more }) {
  if (event.shiftKey) {
    const ids = range(root, id);
    choose(more ? new Set([...root.state.chosen, ...ids]) : new Set(ids), { others: more });
    return;
  }
  root.state.anchor = id;
  if (more) choose(toggled(root, id), { others: true });
  else choose(new Set([id]), { others: false });
}

function listenToPointer(root, choose) {
  const { state } = root;
  root.onpointerdown = (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return; // a finger scrolls
    if (event.shiftKey) event.preventDefault(); // no text is marked
    state.drag = { from: place(root, event), kept: keeps(event) ? new Set(state.chosen) : new Set() };
  };
  root.onpointermove = (event) => {
    if (state.drag) drag(root, event);
  };
  root.onpointerup = (event) => {
    const { drag: ended } = state;
    state.drag = null;
    if (!ended?.box) return;
    ended.box.remove();
    state.dragged = true; // the click that follows is none
    choose(new Set(state.chosen), { others: keeps(event) });
  };
  root.onpointercancel = () => {
    state.drag?.box?.remove();
    state.drag = null;
  };
  root.onclick = (event) => {
    const tile = tileOf(event);
    if (state.dragged) state.dragged = false;
    else if (tile) {
      focus(root, tile);
      const more = isMore(event) || Boolean(event.target.closest(".mark"));
      pick(root, idOf(tile), event, choose, { more });
    }
  };
}

const keeps = (event) => isMore(event) || event.shiftKey;

function place(root, event) {
  const { left, top } = root.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function drag(root, event) {
  const { drag: now } = root.state;
  const at = place(root, event);
  if (!now.box && Math.hypot(at.x - now.from.x, at.y - now.from.y) < DRAG) return;
  if (!now.box) {
    root.setPointerCapture(event.pointerId);
    root.append((now.box = element("span", "box")));
  }
  const box = {
    left: Math.min(at.x, now.from.x),
    top: Math.min(at.y, now.from.y),
    right: Math.max(at.x, now.from.x),
    bottom: Math.max(at.y, now.from.y),
  };
  const { left, top, right, bottom } = box;
  const sides = { left, top, width: right - left, height: bottom - top };
  for (const [side, length] of Object.entries(sides)) now.box.style[side] = `${length}px`;
  root.state.chosen = new Set([...now.kept, ...boxed(root, box).map(idOf)]);
  show(root);
}

function listenToKeys(root, choose, open) {
  root.onkeydown = (event) => {
    const tile = tileOf(event);
    const key = event.key.toLowerCase();
    const move = tile && step(root, tile, event.key);
    if (key === "a" && isMore(event)) choose(new Set(idsOf(root)), { others: true });
    else if (key === "escape") choose(new Set(), { others: false });
    else if (key === " " && tile) pick(root, idOf(tile), event, choose, { more: true });
    else if (key === "enter" && tile) open(idOf(tile));
    else if (move) {
      focus(root, move);
      if (event.shiftKey) choose(new Set(range(root, idOf(move))), { others: false });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** The tile that an arrow leads to; none at the end. */
function step(root, tile, key) {
  const tiles = tilesOf(root);
  const columns = tiles.filter((one) => one.offsetTop === tiles[0].offsetTop).length;
  const far = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  return far && tiles[tiles.indexOf(tile) + far];
}

function focus(root, tile) {
  root.state.focused = idOf(tile);
  root.state.anchor ??= idOf(tile);
  show(root);
  tile.focus();
}
