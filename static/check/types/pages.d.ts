// Types of what the pages read: the server's answers by their schemas, a live view key by key, the plain scripts.
import type { components } from "../api";

export type Schemas = components["schemas"];
export type Message = { code: string; args?: Record<string, unknown> };
export type Both = { [language: string]: string };
export type Time = string | number | Date;

/** The staff views of the live feed, by the name of their screen. */
export type Views = {
  advisor: Schemas["AdvisorView"]; appointments: Schemas["AppointmentsView"]; dispatch: Schemas["DispatchView"];
  inspection: Schemas["InspectionView"]; parts: Schemas["PartsView"]; tech: Schemas["TechView"];
  board: Schemas["Board"]; lounge: Schemas["Lounge"]; welcome: Schemas["Welcome"];
};

type Element<List> = List extends (infer One)[] ? One : never;

/** A view as the live feed sends it: each field by its name, each element of a list under list/ID, and order/list. */
export type State<View> = Partial<View>
  & { [List in keyof View & string as `order/${List}`]: View[List] extends unknown[] ? string[] : never }
  & { [List in keyof View & string as
      View[List] extends unknown[] ? `${List}/${string}` : never]: Element<View[List]> };

/** What stands under a list's keys in a state: Row<State<Board>, "cards"> is a card. */
export type Row<Of, List extends string> = Of extends Record<`${List}/${string}`, infer One> ? One : any;

/** What live.js says of its link; told in its header. */
export type Status = {
  phase: "connecting" | "live" | "polling" | "waiting"; live: boolean;
  level: "fresh" | "reconnecting" | "as_of" | "grey" | "ask"; age: number; at: number | null; now: number; rate: number;
};

export type LiveOptions = {
  screen: string; params?: Record<string, unknown>; base?: string; build?: string; poll?: boolean; keep?: boolean;
  onState?(state: any, changed: string[]): void; onStatus?(status: Status): void; onBuild?(build: string): void;
};

/** A frame of bayline.v1 that brings entries. */
export type Frame = {
  t?: string; epoch: string; set: Record<string, unknown>; del?: string[]; from?: number; to?: number; rev?: number;
  seq?: number; hb?: number; now?: number; rate?: number; age?: number; build?: string; retry_ms?: number;
};

/** The picture of picture.js. */
export type Picture = {
  state: Record<string, any>; known: boolean; epoch: string; rev: number; seq: number;
  replace(entries: Record<string, any>): string[]; snap(frame: Frame): string[]; patch(frame: Frame): string[] | null;
};

export type Problem = Partial<Schemas["Problem"]>;
export type Shop = { id: string; name: string; name_en?: string; zone?: string };

/** Options of api(); told there. */
export type Asking = {
  method?: string; as?: { name: string; role?: string }; quiet?: boolean; headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** Options of act(); told there. */
export type Acting = Asking & { said?: string | false; undo?: [string, object] | (() => unknown) };

/** One of a few, in Choices and the fields of ask(). */
export type Choice = { value: any; label: string; icon?: string };

/** A field of ask(); told there. */
export type FormField = {
  name: string; label: string; value?: any; required?: boolean; hint?: string; placeholder?: string;
  type?: string;
  options?: Choice[] | ((values: Record<string, any>) => Choice[]); when?(values: Record<string, any>): unknown;
  own?(props: { value: any; onChange(value: any): void; values: Record<string, any>; fill(more: object): void }): any;
};

declare global {
  interface Window {
    BaylineText: {
      load(lang?: string): Promise<string>; t(key: string, args?: Record<string, unknown>): string;
      say(message: Message): string; sayAll(messages: Message[]): string; name(both: Both): string;
      has(key: string): boolean; codes(family: string): string[]; setNow(clock: () => number): void;
      remember(lang: string): void; setZone(zone: string): void; fill(element: ParentNode): void;
      lang(): string; other(): string; languageName(lang: string): string;
      time(x: Time): string; clock(x: Time): { hm: string; s: string }; date(x: Time): string;
      dateWeek(x: Time): string; dayKey(x: Time): string;
      when(x: Time, now?: Time): string; range(from: Time, to: Time): string;
      duration(ms: number): string; words(ms: number): string; ago(x: Time, now?: Time): string;
      hours(h: number): string; percent(p: number): string; plate(text: string): string;
    };
    BaylineLive: {
      levelOf(age: number): Status["level"]; forget(): void;
      open(options: LiveOptions): { now(): number; status(): Status; state(): any; close(): void };
    };
    BaylinePicture: new () => Picture;
    BaylineWall: any;
  }
}
