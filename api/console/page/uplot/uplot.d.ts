// The server serves the library here, so that the page needs no import map.
export { default } from 'uplot'
