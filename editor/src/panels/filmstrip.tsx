/** All images of the page's filters, the current one in the middle. */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { WireStripImage } from "../model/wire";
import { useDesk } from "./desk";
import { Icon } from "./icons";
import { STATE_ICONS } from "./imageBar";
import { count, counted } from "./numbers";
import { StripPages } from "./stripPages";
import { useRows } from "./useRows";

const ROW = 84; // CSS pixels, as `.frame` has it

export function Filmstrip(): JSX.Element {
  const { reads, filters, around, tools } = useDesk();
  const { image } = tools.state;
  const pages = useMemo(() => new StripPages(reads), [reads]);
  const scrolled = useRows(ROW, pages.total.value);
  const place = around.value?.place ?? -1;
  useEffect(() => pages.clear(), [filters.value]);
  useEffect(() => {
    pages.want(scrolled.first, scrolled.end);
  }, [scrolled.first, scrolled.end, filters.value]);
  useEffect(() => {
    scrolled.centre(place);
    return () => pages.refresh(place); // what was done on the image shows once it is left
  }, [place, pages.total.value > 0, scrolled.height]);
  pages.revision.value;
  return (
    <div
      ref={scrolled.ref}
      class="filmstrip"
      role="group"
      aria-label="Images"
      onScroll={scrolled.onScroll}
    >
      {pages.trouble.value && (
        <button
          type="button"
          class="trouble"
          onClick={() => pages.want(scrolled.first, scrolled.end)}
        >
          {pages.trouble.value} Try again.
        </button>
      )}
      <div class="rows-all" style={{ height: `${scrolled.length}px` }}>
        {indices(scrolled.first, scrolled.end).map((index) => (
          <Frame
            key={index}
            index={index}
            image={pages.get(index)}
            isCurrent={pages.get(index)?.id === image.value?.id}
          />
        ))}
      </div>
    </div>
  );
}

function indices(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, offset) => first + offset);
}

interface FrameProps {
  index: number;
  /** Undefined until it is fetched. */
  image: WireStripImage | undefined;
  isCurrent: boolean;
}

function Frame({ index, image, isCurrent }: FrameProps): JSX.Element {
  const { state, acts } = useDesk().tools;
  const transform = `translateY(${index * ROW}px)`;
  if (!image) return <div class="frame waiting" style={{ transform }} />;
  if (isCurrent) state.doc.revision.value;
  const annotations = isCurrent ? state.doc.size : image.annotations;
  const review = isCurrent ? (state.image.value?.state ?? image.state) : image.state;
  return (
    <button
      type="button"
      class="frame"
      style={{ transform }}
      aria-current={isCurrent}
      aria-label={`${image.file_name}, ${review}, ${counted(annotations, "annotation")}`}
      title={image.file_name}
      onClick={() => acts.goTo(image.id)}
    >
      <img src={image.thumb} alt="" loading="lazy" draggable={false} />
      <span class={`frame-state ${review.replace(" ", "-")}`}>
        <Icon name={STATE_ICONS[review]} />
      </span>
      <span class="frame-count">{count(annotations)}</span>
    </button>
  );
}
