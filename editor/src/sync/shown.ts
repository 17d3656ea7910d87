/** The image on screen: opened, kept up to date with what others do, and the next ones made ready. */
import { batch } from "@preact/signals";
import type { Size } from "../geometry/types";
import { imageFromWire } from "../model/convert";
import { differences, reconciled } from "../model/reconcile";
import type { Instance } from "../model/types";
import type { WireEvent, WireImage, WireScene } from "../model/wire";
import type { SceneAnswer } from "./api";
import type { Conflicts } from "./conflicts";
import type { Desk } from "./desk";
import { Events } from "./events";
import { Refused, Unreachable } from "./failures";
import type { Pictures } from "./picture";
import { recognise } from "./recognising";
import { Scenes } from "./scenes";
import { pauseAfter } from "./world";

/** Scenes older than this tab's own acknowledged work that are refused before one is believed. */
const DOUBTS = 3;

export class Shown {
  private readonly scenes: Scenes;
  private readonly events: Events;
  private turn = 0;
  /** The image asked for last: on its way, or on screen. */
  private asked: number | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly conflicts: Conflicts,
    private readonly pictures: Pictures,
    private readonly onPicture: (picture: ImageBitmap | null, size: Size) => void,
  ) {
    this.scenes = new Scenes(desk.api);
    this.events = new Events(desk.world);
  }

  /**
   * Resolves when its instances and its picture are there: until then the image before stays whole,
   * for nobody should draw on a picture that is not the outlines' own. Throws Refused.
   */
  async open(imageId: number): Promise<void> {
    const turn = ++this.turn;
    this.asked = imageId;
    const isWanted = () => turn === this.turn;
    const { queue } = this.desk;
    // What was sent may be in the store, whose answer says how it calls what was made.
    if (queue.of(imageId).length) await queue.settled(imageId);
    const ahead = await this.ahead(imageId);
    const answer = ahead ?? (await this.fetch(imageId, isWanted));
    const picture = answer && (await this.picture(answer.scene.image, isWanted));
    if (!picture || !isWanted()) return;
    this.show(answer.scene);
    this.showPicture(answer.scene.image, picture);
    if (ahead) this.refresh(imageId, ahead.etag);
  }

  /** Bring the document to what the store has now, with what is unsent on top. */
  refresh(imageId: number, etag: string | null = null): void {
    const { desk } = this;
    if (!desk.isOpen(imageId)) return;
    this.fetch(imageId, () => desk.isOpen(imageId), etag).then(
      (answer) => answer && desk.isOpen(imageId) && this.bring(answer.scene),
      (error: Error) => desk.say(error.message),
    );
  }

  async prefetch(imageIds: readonly number[]): Promise<void> {
    const wanted = new Set([...imageIds, ...(this.asked === null ? [] : [this.asked])]);
    this.scenes.keep(wanted);
    this.pictures.keep(wanted);
    const turn = this.turn;
    for (const imageId of imageIds) {
      const answer = await this.scenes.fetch(imageId);
      if (turn !== this.turn) return;
      if (answer) await this.pictures.of(imageId, answer.scene.image.url, "low");
      if (turn !== this.turn) return;
    }
  }

  /** The tab has been hidden, or is seen again. */
  seen(): void {
    this.events.shown();
  }

  close(): void {
    this.turn += 1;
    this.events.stop();
    this.scenes.keep(new Set());
    this.pictures.close();
  }

  private async ahead(imageId: number): Promise<SceneAnswer | null> {
    const found = await this.scenes.take(imageId);
    const { stamp } = this.desk.ledgers.of(imageId);
    return found && found.scene.stamp >= stamp ? found : null;
  }

  /** Until the server answers; null when it is not wanted any more, or as `etag` says. */
  private async fetch(
    imageId: number,
    isWanted: () => boolean,
    etag: string | null = null,
  ): Promise<SceneAnswer | null> {
    const { api, status, world, ledgers } = this.desk;
    for (let failures = 0, doubts = 0; isWanted();) {
      try {
        const answer = await api.scene(imageId, etag);
        await recognise(this.desk, imageId);
        status.offline(false);
        const isOld = answer !== null && answer.scene.stamp < ledgers.of(imageId).stamp;
        if (!isOld || ++doubts > DOUBTS) return answer;
      } catch (error) {
        if (error instanceof Refused) throw error;
        status.offline(error instanceof Unreachable);
        failures += 1;
        await new Promise((on) => setTimeout(on, pauseAfter(failures, world.pauses)));
      }
    }
    return null;
  }

  private show(scene: WireScene): void {
    const { state } = this.desk;
    batch(() => {
      const image = imageFromWire(scene.image);
      state.image.value = { ...image, state: this.desk.chosenState(image.id) ?? image.state };
      state.doc.load([...this.wanted(scene).values()]);
      this.settle(scene);
    });
    this.listen(scene.image.id);
  }

  private bring(scene: WireScene): void {
    const { state } = this.desk;
    state.doc.put(differences(state.doc.all(), this.wanted(scene)));
    this.desk.showReview(scene.image.id, scene.image);
    this.settle(scene);
  }

  private settle(scene: WireScene): void {
    const ledger = this.desk.ledgers.of(scene.image.id);
    ledger.tookIn(scene.stamp);
    ledger.heard(scene);
    this.desk.tellUndo();
    this.conflicts.ask();
  }

  private wanted(scene: WireScene): Map<string, Instance> {
    const { ledgers, queue } = this.desk;
    const ledger = ledgers.of(scene.image.id);
    const stored = scene.annotations.map((one) => ledger.instance(one));
    return reconciled(
      stored,
      queue.of(scene.image.id).map((entry) => entry.gesture),
    );
  }

  private listen(imageId: number): void {
    const { api, ledgers, queue, status } = this.desk;
    this.events.listen({
      url: () => api.eventsUrl(imageId, ledgers.of(imageId).read),
      heard: (event) => this.heard(imageId, event),
      reached: () => {
        status.offline(false);
        queue.hurry();
      },
      lost: () => void this.probe(),
    });
  }

  /** A stream does not say why it broke: a token that ran out is asked for anew by this. */
  private async probe(): Promise<void> {
    const { api, status } = this.desk;
    await api.renew().then(
      () => status.offline(false),
      (error: unknown) => status.offline(error instanceof Unreachable),
    );
  }

  private heard(imageId: number, event: WireEvent): void {
    const { desk } = this;
    const ledger = desk.ledgers.of(imageId);
    if (!desk.isOpen(imageId) || event.stamp <= ledger.read) return;
    ledger.tookIn(event.stamp);
    if (!desk.own.hasAll(event.request_ids)) this.takeIn(imageId, event);
    if (ledger.heard(event)) desk.showReview(imageId, event.image);
    desk.tellUndo();
  }

  /** Others' work, except where this tab has its own unsent: the store will ask. */
  private takeIn(imageId: number, event: WireEvent): void {
    const { desk, conflicts } = this;
    const ledger = desk.ledgers.of(imageId);
    const changes = new Map<string, Instance | null>();
    for (const one of event.annotations) changes.set(ledger.keyOf(one.id), ledger.instance(one));
    for (const id of event.deleted) changes.set(ledger.keyOf(id), null);
    for (const key of [...changes.keys()])
      if (desk.queue.isPending(imageId, key) || ledger.isOld(key, event.stamp)) changes.delete(key);
    const chosen = desk.state.selection.peek().filter((key) => changes.has(key));
    desk.show(imageId, changes);
    conflicts.heard(imageId, event);
    if (chosen.length) desk.say(`${event.author} changed what is selected.`);
  }

  /** Until the server answers; why it cannot be shown where it says so, null when not wanted. */
  private async picture(
    { id, url }: WireImage,
    isWanted: () => boolean,
  ): Promise<ImageBitmap | Refused | null> {
    const { world } = this.desk;
    for (let failures = 1; isWanted(); failures += 1)
      try {
        return await this.pictures.of(id, url);
      } catch (error) {
        if (error instanceof Refused) return error;
        await new Promise((on) => setTimeout(on, pauseAfter(failures, world.pauses)));
      }
    return null;
  }

  /** In the place of a broken one there is none: the one before must not pass for it. */
  private showPicture({ id, width, height }: WireImage, picture: ImageBitmap | Refused): void {
    const isBroken = picture instanceof Refused;
    this.onPicture(isBroken ? null : picture, { width, height });
    this.pictures.show(id);
    if (isBroken) this.desk.say(picture.message);
  }
}
