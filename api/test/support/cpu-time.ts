/** The milliseconds of CPU time that this thread takes. On a busy machine, wall time is much longer. */
export function cpuMsOf(act: () => void): number {
  const began = process.threadCpuUsage()
  act()
  const { user, system } = process.threadCpuUsage(began)
  return (user + system) / 1000
}
