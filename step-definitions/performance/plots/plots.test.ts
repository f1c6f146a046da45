import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { burstOf } from '../testing/samples.ts'
import { ecdfSvg } from './ecdf.ts'
import { histogramSvg } from './histogram.ts'
import { timelineSvg } from './timeline.ts'

const book = readFileSync(new URL('../../reports/page/styles/book.css', import.meta.url), 'utf8')

const range = { shortestMs: 1500, longestMs: 3000 }
const pictures: [name: string, svg: string][] = [
  ['A histogram', histogramSvg('a < b & c', [1500, 2000, 3000, 3004], range)],
  ['A cumulated share', ecdfSvg('a < b & c', [1500, 2000, 3000], range)],
  ['A timeline', timelineSvg('a < b & c', burstOf(100, 1), range)],
]

/** The colours in the style of a picture, for light and dark mode. */
function inksOf(svg: string): Record<string, string>[] {
  const [light = '', dark = ''] = [...svg.matchAll(/\.plot\{(--[^}]*)\}/g)].map(([, inks]) => inks)
  return [light, dark].map((inks) =>
    Object.fromEntries(
      [...inks.matchAll(/--(\w+):#(\w+)/g)].map(([, name, colour]) => [name, colour]),
    ),
  )
}

/** The contrast ratio of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
function contrast(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const digits =
    colour.length === 3 ? [...colour].map((digit) => digit + digit) : colour.match(/../g)
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((pair) => {
    const value = Number.parseInt(pair, 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

for (const [name, svg] of pictures) {
  describe(name, () => {
    it('has a title and a description', () => {
      assert.match(svg, /role="img">\n<title>a &lt; b &amp; c<\/title>\n<desc>[^<]{40,}<\/desc>/)
    })

    it('closes every element, and contains no NaN', () => {
      const open: string[] = []
      for (const [, end, element = '', alone] of svg.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
        if (end) assert.equal(open.pop(), element)
        else if (!alone) open.push(element)
      }
      assert.deepEqual(open, [])
      assert.doesNotMatch(svg, /NaN|Infinity|undefined/)
    })

    it('loads nothing', () => {
      assert.doesNotMatch(svg.replaceAll('http://www.w3.org/2000/svg', ''), /https?:|url\(|@import/)
    })

    it('has texts of 11 px or more, and every colour in both modes', () => {
      const sizes = [...svg.matchAll(/font(?:-size)?:(?:\w+ )?(\d+)px/g)].map(([, px]) =>
        Number(px),
      )
      assert.ok(sizes.length > 0 && sizes.every((px) => px >= 11), sizes.join())
      const [light = {}, dark = {}] = inksOf(svg)
      assert.deepEqual(Object.keys(light), Object.keys(dark))
      for (const [, used = ''] of svg.matchAll(/var\(--(\w+)\)/g)) assert.ok(light[used], used)
    })

    it('has the type and the colours of the page', () => {
      const [light = {}, dark = {}] = inksOf(svg)
      for (const [index, inks] of [light, dark].entries()) {
        const page = [...book.matchAll(/:root \{([^}]*)\}/g)][index]?.[1] ?? ''
        for (const colour of Object.values(inks)) assert.match(page, new RegExp(`#${colour};`))
      }
      assert.match(svg, /\.plot text\{font:13px "Iowan Old Style"/)
    })

    it('fits a phone without scaling, with every text inside', () => {
      assert.match(svg, /viewBox="0 0 360 /)
      for (const [, x = '', how, text = ''] of svg.matchAll(
        /<text x="([\d.]+)" y="[\d.]+" ([^>]*)>([^<]*)</g,
      )) {
        const wide = text.length * 6
        const right = how?.includes('middle') ? wide / 2 : how?.includes('end') ? 0 : wide
        assert.ok(Number(x) + right <= 366, text)
      }
    })

    it('has enough contrast in both modes', () => {
      for (const inks of inksOf(svg)) {
        const least = (ratio: number, ground: string, ...marks: string[]) => {
          for (const mark of marks) {
            assert.ok(contrast(inks[mark], inks[ground]) >= ratio, `${mark} on ${ground}`)
          }
        }
        least(4.5, 'ground', 'ink', 'quiet')
        least(3, 'ground', 'observed', 'beyond', 'sent', 'confirmed', 'announced', 'executed')
        least(3, 'band', 'expected', 'executed')
      }
    })
  })
}
