/* The service worker: what a page asked to keep is shown where there is no network, or none that answers in time. It
   keeps nothing by itself; static/clearbar/offline.js says what is kept. */
"use strict";

const PATIENCE = 5000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const renew = async (request, answer) => {
  const kept = await caches.open("clearbar-shells");
  if (await kept.match(request)) await kept.put(request, answer);
};
const first = async (request) => {
  const path = new URL(request.url).pathname, isPage = request.mode === "navigate";
  const kept = await caches.match(isPage ? path : request, { cacheName: "clearbar-shells" });
  if (!kept) return fetch(request);
  const late = new AbortController(), clock = setTimeout(() => late.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: late.signal });
    if (isPage && answer.status >= 502 && answer.status <= 504) return kept;
    if (!isPage && answer.ok) renew(request, answer.clone()).catch(() => {});  // a page is about somebody and never kept
    return answer;
  } catch {
    return kept;
  } finally {
    clearTimeout(clock);
  }
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate" || ["style", "script", "image"].includes(request.destination)) event.respondWith(first(request));
});
