export { type Answer, ask, type RequestOptions } from './http.ts'
export { body, TestClient, type TestSession } from './test-client.ts'
export { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts'
