/* The words of a review that have a number are one stop of the Tab key, and so are its sentences:
   the arrow keys lead from one to the next. */
addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
  const here = event.target
  const group = here.closest?.(".words, .strip")
  if (!group || !step || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  const all = [...group.querySelectorAll("[data-says]")]
  const next = all[all.indexOf(here) + step]
  if (!next) return
  here.tabIndex = -1
  next.tabIndex = 0
  next.focus()
})
