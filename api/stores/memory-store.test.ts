import { createFailingPlace, createMemoryPlace } from '../test/stores/places.ts'
import { describeStore } from '../test/stores/store-suite.ts'

describeStore('A store in memory', createMemoryPlace)

describeStore('A store whose every third commit fails', createFailingPlace(3))
