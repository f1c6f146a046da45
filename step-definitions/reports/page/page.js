// Search, expand and copy; the page reads without them.
const tools = document.querySelector('.tools')
const scenarios = [...document.querySelectorAll('.scenario')]
const nothing = document.querySelector('.nothing')
/** Collected at the first search, because that takes a while and the page should open at once. */
let words

/** The text of a scenario and of the headings above it, without its evidence. */
function wordsOf(scenario) {
  const own = scenario.querySelectorAll(':scope > :is(h5, p, .steps, .wide)')
  const above = [scenario.closest('.rule'), scenario.closest('.feature')].flatMap((part) => [
    ...part.querySelectorAll(':scope > :is(h3, h4, p)'),
  ])
  return [...above, ...own].map(({ textContent }) => textContent.toLowerCase()).join(' ')
}

function hasStatus(scenario, status) {
  const parts = [scenario, ...scenario.querySelectorAll('tr[data-status]')]
  return status === '' || parts.some((part) => part.dataset.status === status)
}

function show() {
  const { words: query, status } = tools.elements
  words ??= new Map(scenarios.map((scenario) => [scenario, wordsOf(scenario)]))
  const text = query.value.trim().toLowerCase()
  for (const scenario of scenarios) {
    scenario.hidden = !(hasStatus(scenario, status.value) && words.get(scenario).includes(text))
  }
  for (const part of document.querySelectorAll('.rule, .feature, .chapter')) {
    part.hidden = !part.querySelector('.scenario:not([hidden])')
  }
  nothing.hidden = scenarios.some(({ hidden }) => !hidden)
}

function expand(isOpen) {
  for (const evidence of document.querySelectorAll('details.evidence')) evidence.open = isOpen
}

async function copy(button) {
  const command = button.parentElement.firstChild
  try {
    await navigator.clipboard.writeText(command.textContent)
    button.textContent = 'copied'
  } catch {
    // A page without the permission to copy can still select.
    getSelection().selectAllChildren(command.parentElement)
  }
}

tools.hidden = false
tools.addEventListener('input', show)
tools.addEventListener('submit', (event) => event.preventDefault())
tools.addEventListener('click', ({ target }) => {
  if (target.dataset.open) expand(target.dataset.open === 'true')
})

// Adds a copy button to a command when it becomes visible, since there are thousands.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const command = target.open && target.querySelector(':scope > .curl')
    if (!command || command.querySelector('button')) return
    const button = document.createElement('button')
    button.className = 'copy'
    button.type = 'button'
    button.textContent = 'copy'
    button.addEventListener('click', () => copy(button))
    command.append(button)
  },
  true,
)
