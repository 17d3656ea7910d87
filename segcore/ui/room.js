/** How much room there is below and beside this place. Out: room {width, height}, CSS pixels. */
const STEP = 8; // a smaller change of the window is not worth a new canvas
const BELOW = 72; // what stands under the canvas

export default function room({ parentElement, setStateValue }) {
  const place = parentElement.querySelector(".room");
  place.watch?.disconnect();
  const say = () => {
    const box = place.getBoundingClientRect();
    const top = box.top + (document.querySelector('[data-testid="stMain"]')?.scrollTop ?? 0);
    const found = { width: steps(box.width), height: steps(window.innerHeight - top - BELOW) };
    const said = place.said;
    if (said && said.width === found.width && said.height === found.height) return;
    place.said = found;
    setStateValue("room", found);
  };
  place.watch = new ResizeObserver(say);
  place.watch.observe(place);
  return () => place.watch.disconnect();
}

function steps(pixels) {
  return Math.floor(pixels / STEP) * STEP;
}
