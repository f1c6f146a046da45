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

/** A scenario counts once, an outline as often as it has rows. */
function partsOf(scenario) {
  const rows = [...scenario.querySelectorAll(':scope > .wide tr[data-status]')]
  return rows.length === 0 ? [scenario] : rows
}

/** Hides what has another status; returns how many parts of the scenario remain. */
function filter(scenario, status, text) {
  const isFound = words.get(scenario).includes(text)
  const isHit = ({ dataset }) => isFound && (status === '' || dataset.status === status)
  const parts = partsOf(scenario)
  for (const part of [...parts, ...scenario.querySelectorAll('.row-evidence')]) {
    part.hidden = !isHit(part)
  }
  const hits = parts.filter(isHit).length
  scenario.hidden = hits === 0
  return hits
}

function show() {
  const { words: query, status } = tools.elements
  words ??= new Map(scenarios.map((scenario) => [scenario, wordsOf(scenario)]))
  const text = query.value.trim().toLowerCase()
  const hits = scenarios.reduce((sum, one) => sum + filter(one, status.value, text), 0)
  for (const part of document.querySelectorAll('.rule, .feature, .chapter')) {
    part.hidden = !part.querySelector('.scenario:not([hidden])')
  }
  for (const link of document.querySelectorAll('.feature-entry a, .promise a')) {
    const { parentElement: entry, hash } = link
    entry.hidden = document.getElementById(hash.slice(1)).hidden
  }
  for (const part of document.querySelectorAll('.chapter-entry, #promises section')) {
    part.hidden = !part.querySelector('li:not([hidden])')
  }
  nothing.hidden = hits > 0
  tools.querySelector('.hits').textContent =
    text === '' && status.value === '' ? '' : `${hits} ${hits === 1 ? 'scenario' : 'scenarios'}`
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

function addCopyButton(command) {
  if (command.querySelector('button')) return
  const button = document.createElement('button')
  button.className = 'copy'
  button.type = 'button'
  button.textContent = 'copy'
  button.addEventListener('click', () => copy(button))
  command.append(button)
}

for (const command of document.querySelectorAll('.cause > .curl')) addCopyButton(command)

// The others get theirs when they become visible, since there are thousands.
document.addEventListener(
  'toggle',
  ({ target }) => {
    const command = target.open && target.querySelector(':scope > .curl')
    if (command) addCopyButton(command)
  },
  true,
)
