/**
 * Ground truth and prediction beside each other, seen through one window: the wheel zooms at the
 * cursor, a drag moves, both panes together. In: url, width, height, image, panes [{title, note,
 * instances}], labels, filled, picked. Out: picked (an annotation's id).
 */
const SVG = "http://www.w3.org/2000/svg";
const MOST = 40; // times

export default function sideBySide({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".panes");
  const view = root.view ?? (root.view = { image: null, x: 0, y: 0, width: 1 });
  if (view.image !== data.image) fit(view, data);
  root.replaceChildren(...data.panes.map((pane) => figure(pane, data)), hint());
  root.classList.toggle("hidden-labels", !data.labels);
  const panes = [...root.querySelectorAll("svg")];
  const show = () => panes.forEach((svg) => look(svg, view, data));
  for (const svg of panes) listen(svg, view, data, show, setTriggerValue);
  show();
}

function fit(view, data) {
  Object.assign(view, { image: data.image, x: 0, y: 0, width: data.width });
}

/** Point the pane's window at what the view says; writing keeps its size on the screen. */
function look(svg, view, data) {
  const height = (view.width * data.height) / data.width;
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${height}`);
  const size = (view.width / (svg.clientWidth || 500)) * 12;
  for (const text of svg.querySelectorAll("text")) {
    text.setAttribute("font-size", size);
    text.setAttribute("stroke-width", size / 5);
  }
}

function listen(svg, view, data, show, setTriggerValue) {
  let from = null;
  let moved = false;
  svg.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(view, data, point(svg, view, event), 1.0015 ** event.deltaY);
      show();
    },
    { passive: false },
  );
  svg.addEventListener("pointerdown", (event) => {
    svg.setPointerCapture(event.pointerId);
    svg.classList.add("dragging");
    from = { x: event.clientX, y: event.clientY };
    moved = false;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!from) return;
    const scale = view.width / svg.clientWidth;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!moved && Math.hypot(dx, dy) < 4) return;
    moved = true;
    view.x -= dx * scale;
    view.y -= dy * scale;
    from = { x: event.clientX, y: event.clientY };
    show();
  });
  const end = () => {
    svg.classList.remove("dragging");
    from = null;
  };
  svg.addEventListener("pointerup", (event) => {
    const wasClick = from && !moved;
    end();
    const under = wasClick && instanceAt(svg, event);
    if (under) setTriggerValue("picked", Number(under.dataset.annotation));
  });
  svg.addEventListener("pointercancel", end);
  svg.addEventListener("dblclick", () => {
    fit(view, data);
    show();
  });
  svg.addEventListener("keydown", (event) => {
    if (!key(event, view, data)) return;
    event.preventDefault();
    event.stopPropagation();
    show();
  });
}

/** The pointer is captured by the pane, so what lies under it is asked of the tree. */
function instanceAt(svg, event) {
  const found = svg.getRootNode().elementFromPoint(event.clientX, event.clientY);
  return found?.closest("g.instance[data-annotation]");
}

function key(event, view, data) {
  const step = view.width / 10;
  const centre = { x: view.x + view.width / 2, y: view.y + (view.width * data.height) / data.width / 2 };
  const acts = {
    "+": () => zoom(view, data, centre, 0.8),
    "-": () => zoom(view, data, centre, 1.25),
    0: () => fit(view, data),
    ArrowLeft: () => (view.x -= step),
    ArrowRight: () => (view.x += step),
    ArrowUp: () => (view.y -= step),
    ArrowDown: () => (view.y += step),
  };
  const act = acts[event.key];
  act?.();
  return Boolean(act);
}

function zoom(view, data, at, factor) {
  const width = Math.min(Math.max(view.width * factor, data.width / MOST), data.width * 2);
  const share = width / view.width;
  view.x = at.x - (at.x - view.x) * share;
  view.y = at.y - (at.y - view.y) * share;
  view.width = width;
}

function point(svg, view, event) {
  const box = svg.getBoundingClientRect();
  const scale = view.width / box.width;
  return { x: view.x + (event.clientX - box.left) * scale, y: view.y + (event.clientY - box.top) * scale };
}

function figure(pane, data) {
  const box = document.createElement("figure");
  const caption = document.createElement("figcaption");
  const note = document.createElement("span");
  note.textContent = pane.note;
  caption.append(pane.title, note);
  const svg = made("svg", { tabindex: 0, role: "img", "aria-label": `${pane.title}: ${pane.note}` });
  svg.style.aspectRatio = `${data.width} / ${data.height}`;
  svg.append(made("image", { href: data.url, width: data.width, height: data.height }));
  svg.append(...pane.instances.map((instance) => drawn(instance, data)), ...pane.instances.map(label));
  box.append(caption, svg);
  return box;
}

function drawn(instance, data) {
  const group = made("g", { class: "instance" });
  if (instance.annotation !== null) group.dataset.annotation = instance.annotation;
  group.classList.toggle("picked", instance.annotation !== null && instance.annotation === data.picked);
  const fill = data.filled ? `${instance.color}40` : "transparent";
  const title = made("title", {});
  title.textContent = instance.tip;
  group.append(
    title,
    made("path", { class: "under", d: instance.path }),
    made("path", { class: `over ${instance.fate}`, d: instance.path, stroke: instance.color, fill }),
  );
  return group;
}

/** Drawn after every outline, so that none covers it. */
function label(instance) {
  const text = made("text", { x: instance.x, y: instance.y });
  text.textContent = instance.label;
  return text;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function hint() {
  const line = document.createElement("div");
  line.className = "hint";
  line.textContent =
    "Wheel or + −: zoom · drag or arrows: move · double click or 0: fit · " +
    "click an outline to choose it · dashed: missed or extra";
  return line;
}
