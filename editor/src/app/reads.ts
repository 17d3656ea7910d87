/** What is asked of the server besides saving; each may fail with a sentence (Refused). */
import type {
  WireAround,
  WireCategory,
  WireDataset,
  WireDifference,
  WireEffort,
  WireGhosts,
  WireHistory,
  WireStrip,
  WireWorst,
} from "../model/wire";
import type { ReviewState } from "../model/types";

/** Images besides those that the page's filters let by. */
export interface Only {
  readonly state?: ReviewState;
  /** Without annotations. */
  readonly empty?: boolean;
}

export interface Reads {
  dataset(): Promise<WireDataset>;
  addCategory(name: string): Promise<WireCategory>;
  around(imageId: number, only?: Only): Promise<WireAround>;
  history(imageId: number): Promise<WireHistory>;
  strip(offset: number, limit: number): Promise<WireStrip>;
  ghosts(imageId: number, runId: string): Promise<WireGhosts>;
  /** `least`: the score from which a prediction counts, 0..1. */
  worst(imageId: number, runId: string, least: number): Promise<WireWorst>;
  difference(imageId: number, key: string): Promise<WireDifference | null>;
  effort(imageId: number): Promise<WireEffort>;
}
