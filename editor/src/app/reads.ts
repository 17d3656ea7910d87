/** What panels ask the server for by themselves; each may fail with a sentence (Refused). */
import type {
  WireDifference,
  WireEffort,
  WireGhosts,
  WireHistory,
  WireStrip,
} from "../model/wire";

export interface Reads {
  history(imageId: number): Promise<WireHistory>;
  strip(offset: number, limit: number): Promise<WireStrip>;
  ghosts(imageId: number, runId: string): Promise<WireGhosts>;
  difference(imageId: number, key: string): Promise<WireDifference>;
  effort(imageId: number): Promise<WireEffort>;
}
