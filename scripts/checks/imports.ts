import { cruise, type IReporterOutput } from 'dependency-cruiser'
import config from '../../.dependency-cruiser.ts'

/** Fewer modules than this means that the tool did not understand the sources, not that all is well. */
const leastModules = 300

interface Summary {
  totalCruised: number
  violations: { from: string; to: string; rule: { name: string; severity: string } }[]
}

/** House rules 2–5: imports run one way, without cycles, and features are entered by their index. */
export async function checkImports(): Promise<string[]> {
  const result: IReporterOutput = await cruise(['packages', 'apps'], {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
  })
  if (typeof result.output === 'string') return [result.output]
  const { totalCruised, violations } = result.output.summary as unknown as Summary
  const complaints = violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)
  if (totalCruised < leastModules)
    complaints.push(`only ${totalCruised} modules were read, at least ${leastModules} expected`)
  return complaints
}
