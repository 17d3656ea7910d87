/** Thumbnails to pick from. In: tiles [{id, url, name, note}], current, tile (px). Out: picked. */
export default function gallery({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".gallery");
  root.style.setProperty("--tile", `${data.tile}px`);
  const old = new Map([...root.children].map((button) => [button.dataset.id, button]));
  const buttons = data.tiles.map((tile) => drawn(tile, old.get(String(tile.id)), data.current));
  root.replaceChildren(...buttons);
  root.onclick = (event) => {
    const button = event.target.closest("button");
    if (button) setTriggerValue("picked", Number(button.dataset.id));
  };
  showCurrent(root, data.current);
}

function drawn(tile, old, current) {
  const button = old ?? blank(tile);
  const image = button.querySelector("img");
  if (image.getAttribute("src") !== tile.url) image.src = tile.url;
  button.title = tile.name;
  button.querySelector(".name").textContent = tile.name;
  button.querySelector(".note").textContent = tile.note;
  button.setAttribute("aria-current", String(tile.id === current));
  return button;
}

function blank(tile) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = tile.id;
  const image = document.createElement("img");
  image.loading = "lazy";
  image.alt = tile.name;
  const caption = document.createElement("span");
  caption.className = "caption";
  for (const name of ["name", "note"]) {
    const part = document.createElement("span");
    part.className = name;
    caption.append(part);
  }
  button.append(image, caption);
  return button;
}

/** Scroll the list, not the page, so that the current tile is in sight. */
function showCurrent(root, current) {
  if (root.dataset.current === String(current)) return;
  root.dataset.current = String(current);
  const button = root.querySelector('[aria-current="true"]');
  const box = scroller(root);
  if (!button || !box) return;
  const tile = button.getBoundingClientRect();
  const view = box.getBoundingClientRect();
  if (tile.top < view.top || tile.bottom > view.bottom) {
    box.scrollTop += tile.top - view.top - (view.height - tile.height) / 2;
  }
}

function scroller(element) {
  let node = element;
  while (node) {
    if (node instanceof ShadowRoot) node = node.host;
    if (node instanceof Element && node.scrollHeight > node.clientHeight + 1) {
      const flow = getComputedStyle(node).overflowY;
      if (flow === "auto" || flow === "scroll") return isPage(node) ? null : node;
    }
    node = node.parentNode;
  }
  return null;
}

function isPage(node) {
  return node === document.scrollingElement || node.matches('[data-testid="stMain"]');
}
