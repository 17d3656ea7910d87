/** The page's commands: another image, or another instance on this one. */
import type { Sync } from "../sync/sync";
import type { Acts } from "./acts";
import type { Images } from "./images";
import { returnTo, type Place } from "./memory";
import type { PageData } from "./page";
import type { State } from "./state";

export class Going {
  constructor(
    private readonly state: State,
    private readonly sync: Sync,
    private readonly acts: Acts,
    private readonly images: Images,
    private readonly isClosed: () => boolean,
  ) {}

  /** `place`: where this tab was left, to return to if it is on that image. */
  async to({ image, annotation }: PageData["go"], place: Place | null = null): Promise<void> {
    const isOpen = () => this.state.image.value?.id === image;
    if (!isOpen()) await this.images.open(image);
    if (this.isClosed() || !isOpen()) return;
    if (place?.imageId === image) returnTo(this.state, place);
    if (annotation !== null) this.choose(annotation);
  }

  private choose(annotation: number): void {
    const key = [...this.state.doc.keys()].find((one) => this.sync.idOf(one) === annotation);
    if (key === undefined)
      return this.acts.say(`Instance ${annotation} is no longer on this image.`);
    this.acts.select([key]);
    this.acts.zoomToSelection();
  }
}
