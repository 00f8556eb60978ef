/* The words of a review that have a number are one stop of the Tab key, and so are its sentences
   and the tools of a chart or table: the arrow keys lead from one to the next. */
(() => {
  const TOOLS = "[data-testid=stElementToolbar]"
  const USED = "[data-says], button:not([aria-label^='Copy Vega-Lite spec'])" // which style.css hides

  function move(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    const here = event.target
    const group = here.closest?.(`.words, .strip, ${TOOLS}`)
    if (!group || !step || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const all = [...group.querySelectorAll(USED)]
    const next = all[all.indexOf(here) + step]
    if (!next) return
    here.tabIndex = -1
    next.tabIndex = 0
    next.focus()
  }

  // Words come so; Streamlit's tools do not, and come anew with what they change.
  function join() {
    for (const tools of document.querySelectorAll(TOOLS)) {
      const all = [...tools.querySelectorAll(USED)]
      const stop = all.find((e) => e === document.activeElement) ?? all[0]
      tools.role = "toolbar"
      for (const tool of all) tool.tabIndex = tool === stop ? 0 : -1
    }
  }

  addEventListener("keydown", move)
  new MutationObserver(join).observe(document, { subtree: true, childList: true })
})()
