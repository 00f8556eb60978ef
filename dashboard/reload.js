/* A reload begins a new session of Streamlit's, which knows nothing of the review in the box. So the
   browser itself keeps it for this tab until the page is there again: then it is put back, and
   judged again if its verdict stood there. tests/browser/test_reload.py reloads. */
(() => {
  const KEPT = "review"
  const QUIET_MS = 200 // a box that was just drawn is emptied once more
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload"
  const kept = isReload && JSON.parse(sessionStorage.getItem(KEPT))
  sessionStorage.removeItem(KEPT) // it is to stay nowhere
  const box = () => document.querySelector(".st-key-review_text textarea")
  const watch = new MutationObserver(change)
  let waiting = 0

  function change() {
    clearTimeout(waiting)
    waiting = setTimeout(putBack, QUIET_MS)
  }

  function putBack() {
    const app = document.querySelector("[data-testid=stApp]")
    const judge = document.querySelector(".stForm .stFormSubmitButton button:enabled")
    if (!box() || !judge || app.dataset.testScriptState !== "notRunning") return
    watch.disconnect()
    if (box().value) return // the address holds one, or somebody was faster
    // React takes a value for typed only if it was not set by way of its own property.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box(), kept.text)
    box().dispatchEvent(new Event("input", { bubbles: true }))
    if (kept.judged) setTimeout(() => judge.click()) // after React has taken it
  }

  addEventListener("pagehide", () => {
    const text = box()?.value
    const verdict = document.querySelector("[data-verdict-of]")
    const judged = verdict?.dataset.verdictOf === text
    if (text) sessionStorage.setItem(KEPT, JSON.stringify({ text, judged }))
  })
  if (kept) watch.observe(document, {
    subtree: true, childList: true, attributeFilter: ["disabled", "data-test-script-state"],
  })
})()
