import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path/posix'

/** Writes a file whole or not at all, so that no program reads half a report. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(unfinished, text)
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => {})
    throw error
  }
}
