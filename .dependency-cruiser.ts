import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

const forbidden: IForbiddenRuleType[] = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'protocol-knows-nobody',
    severity: 'error',
    from: { path: '^packages/protocol/' },
    to: { path: '^(packages/(crypto|client)|apps)/' },
  },
  {
    name: 'crypto-below-client',
    severity: 'error',
    from: { path: '^packages/crypto/' },
    to: { path: '^(packages/client|apps)/' },
  },
  {
    name: 'crypto-does-no-io',
    severity: 'error',
    from: { path: '^packages/crypto/src/', pathNot: '\\.test\\.ts$|/testing/' },
    to: { dependencyTypes: ['core'] },
  },
  { name: 'client-below-apps', severity: 'error', from: { path: '^packages/client/src/' }, to: { path: '^apps/' } },
  {
    name: 'server-never-opens',
    severity: 'error',
    from: { path: '^apps/server/src/' },
    to: { path: '^packages/(crypto|client)/' },
  },
  {
    name: 'web-knows-only-the-client',
    severity: 'error',
    from: { path: '^apps/web/src/', pathNot: '^apps/web/src/sw/' },
    to: { path: '^apps/server/|^packages/crypto/' },
  },
  {
    name: 'service-worker-opens-files-only',
    severity: 'error',
    from: { path: '^apps/web/src/sw/' },
    to: { path: '^apps/server/|^packages/crypto/(?!src/file/)' },
  },
  {
    name: 'features-by-their-index',
    severity: 'error',
    from: { path: '^apps/(server|web)/src/features/([^/]+)/' },
    to: { path: '^apps/(server|web)/src/features/([^/]+)/', pathNot: '/index\\.tsx?$|^apps/$1/src/features/$2/' },
  },
  {
    name: 'only-the-root-knows-features',
    severity: 'error',
    from: { path: '^apps/server/src/platform/' },
    to: { path: '^apps/server/src/features/' },
  },
]

const options: ICruiseOptions = {
  parser: 'swc',
  doNotFollow: { path: 'node_modules' },
  exclude: { path: '(^|/)(node_modules|dist|migrations)/' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'default'],
    extensions: ['.ts', '.tsx', '.js', '.json', '.css'],
  },
}

export default { forbidden, options }
