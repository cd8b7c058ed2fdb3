import { ready, server } from '@serenity-kit/opaque'
import { expect, it } from 'vitest'
import { finishLogin, finishRegistration, startLogin, startRegistration } from './index.ts'

it('registers, signs in with the same export key, and refuses a wrong password', async () => {
  await ready
  const serverSetup = server.createSetup()
  const userIdentifier = 'account-1'
  const password = 'correct horse'
  const begun = await startRegistration(password)
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup,
    userIdentifier,
    registrationRequest: begun.request,
  })
  const done = await finishRegistration({ password, state: begun.state, response: registrationResponse })
  expect(done.exportKey).toHaveLength(64)

  const attempt = async (typed: string) => {
    const login = await startLogin(typed)
    const { loginResponse, serverLoginState } = server.startLogin({
      serverSetup,
      userIdentifier,
      registrationRecord: done.record,
      startLoginRequest: login.request,
    })
    return {
      result: await finishLogin({ password: typed, state: login.state, response: loginResponse }),
      serverLoginState,
    }
  }
  const { result, serverLoginState } = await attempt(password)
  if (result === null) throw new Error('refused')
  expect(result.exportKey).toEqual(done.exportKey)
  server.finishLogin({ finishLoginRequest: result.finish, serverLoginState })
  expect((await attempt('wrong horse')).result).toBeNull()
})
