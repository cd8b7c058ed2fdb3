import { finishLogin, finishRegistration, startLogin, startRegistration } from '@soroka/crypto/opaque'
import { ready, server } from '@serenity-kit/opaque'

const userIdentifier = 'account-1'

/** @returns what computes both sides of one sign-in by OPAQUE (RFC 9807) in this process, and nothing else */
export async function bareSignIn(password: string): Promise<() => Promise<void>> {
  await ready
  const serverSetup = server.createSetup()
  const begun = await startRegistration(password)
  const registrationRequest = begun.request
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup,
    userIdentifier,
    registrationRequest,
  })
  const { record } = await finishRegistration({ password, state: begun.state, response: registrationResponse })
  return async () => {
    const login = await startLogin(password)
    const { loginResponse, serverLoginState } = server.startLogin({
      serverSetup,
      userIdentifier,
      registrationRecord: record,
      startLoginRequest: login.request,
    })
    const done = await finishLogin({ password, state: login.state, response: loginResponse })
    if (done === null) throw new Error('refused')
    server.finishLogin({ finishLoginRequest: done.finish, serverLoginState })
  }
}
