/* What was pressed may go away with what it changed: the ✕ of a filter, a pill among others, the
   last Undo. The focus would then fall to the page's beginning. Here it goes to what has the same
   name near by, or else to what stood before it. tests/browser/test_focus.py presses them. */
(() => {
  const REACHED = "button:enabled, a[href], summary, [tabindex='0']"
  const QUIET_MS = 200 // a table or the uploader, which Streamlit loads late, comes in steps
  const reached = (part) => [...part.querySelectorAll(REACHED)].filter((e) => e.checkVisibility())
  const stands = (element) => element.isConnected && !element.disabled && element.checkVisibility()
  let held = null // what has the focus, and what has to be known of it once it is gone
  let around = []
  let before = []
  let popover = null
  let waiting = 0

  function nameOf(element) {
    const said = element.cloneNode(true)
    for (const icon of said.querySelectorAll("[aria-hidden=true]")) icon.remove() // it is a word
    return element.getAttribute("aria-label") || said.textContent.trim()
  }

  function remember({ target }) {
    held = target
    around = []
    for (let part = target.parentElement; part; part = part.parentElement) around.push(part)
    const precedes = (e) => target.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING
    before = reached(document).filter(precedes)
  }

  function next() {
    if (stands(held)) return document.hasFocus() ? held : null // lost on the way, not left by Tab
    const isSame = (e) => nameOf(e) && nameOf(e) === nameOf(held)
    // Another Enter must not take away what the first one brought.
    const isSafe = (e) => isSame(e) || !/^(remove|delete|cancel)\b/i.test(nameOf(e))
    const near = around.find((part) => part.isConnected && reached(part).some(isSafe))
    const left = near ? reached(near).filter(isSafe) : []
    return left.find(isSame) ?? before.findLast((e) => left.includes(e)) ?? left[0]
  }

  function restore() {
    const app = document.querySelector("[data-testid=stApp]")
    // What was just disabled has the focus until the browser draws.
    if (!held || ![document.body, held].includes(document.activeElement)) return
    if (app?.dataset.testScriptState !== "notRunning") return // the rest is still to come
    if (document.querySelector("[data-testid=stSkeleton]")) return // and so it is here
    next()?.focus({ preventScroll: true })
  }

  // Streamlit draws a popover at the end of the page, many Tabs from its button. The popover itself
  // gets the focus, not the first that can be pressed in it: that may be the one which deletes.
  function enter() {
    const last = popover
    popover = document.querySelector("[data-testid=stPopoverBody]")
    const isOpener = document.activeElement?.matches("[data-testid=stPopoverButton]")
    if (!popover || popover === last || !isOpener) return
    popover.tabIndex = -1
    popover.focus({ preventScroll: true })
  }

  function change() {
    enter()
    clearTimeout(waiting)
    waiting = setTimeout(restore, QUIET_MS)
  }

  addEventListener("focusin", remember)
  addEventListener("focusout", change)
  // Who presses the mouse elsewhere has left it. No `focusin` tells so where nothing can have it.
  addEventListener("pointerdown", ({ target }) => held?.contains(target) || (held = null), true)
  new MutationObserver(change).observe(document, {
    subtree: true, childList: true, attributeFilter: ["disabled", "data-test-script-state"],
  })
})()
