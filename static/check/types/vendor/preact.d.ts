// What vendor/preact.js exports, by the types of the packages it is made of; static/bundle/script.go lists the same.
export { h, render, Fragment, createContext, createRef, cloneElement, toChildArray } from "preact";
export {
  useState, useReducer, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useErrorBoundary, useId,
} from "preact/hooks";
export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "@preact/signals";

/** A template as a tree of nodes; what stands inside it is not checked. */
export function html(parts: TemplateStringsArray, ...values: unknown[]): any;
