/* What was pressed may go away with what it changed: the ✕ of a filter, a pill among others, the
   last Undo. The focus would then fall to the page's beginning. Here it goes to what has the same
   name near by, or else to what stood before it. tests/browser/test_focus.py presses them. */
(() => {
  const REACHED = "button:enabled, a[href], summary, [tabindex='0']"
  const reached = (part) => [...part.querySelectorAll(REACHED)].filter((e) => e.checkVisibility())
  const nameOf = (element) => element.getAttribute("aria-label") || element.textContent
  const stands = (element) => element.isConnected && !element.disabled
  let held = null // what has the focus, and what has to be known of it once it is gone
  let around = []
  let before = []

  function remember({ target }) {
    held = target
    around = []
    for (let part = target.parentElement; part; part = part.parentElement) around.push(part)
    const precedes = (e) => target.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING
    before = reached(document).filter(precedes)
  }

  function restore() {
    const app = document.querySelector("[data-testid=stApp]")
    // What was just disabled has the focus until the browser draws.
    const isLost = [document.body, held].includes(document.activeElement)
    if (!held || stands(held) || !isLost) return
    if (app?.dataset.testScriptState !== "notRunning") return // the rest is still to come
    const near = around.find((part) => part.isConnected && reached(part).length)
    if (!near) return
    const left = reached(near)
    const same = left.find((e) => nameOf(e) && nameOf(e) === nameOf(held))
    const next = same ?? before.findLast((e) => left.includes(e)) ?? left[0]
    next.focus({ preventScroll: true })
  }

  addEventListener("focusin", remember)
  new MutationObserver(restore).observe(document, {
    subtree: true, childList: true, attributeFilter: ["disabled", "data-test-script-state"],
  })
})()
