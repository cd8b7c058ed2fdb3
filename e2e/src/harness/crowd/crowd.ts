import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import type { UserId } from '@soroka/protocol'
import { createClient } from '../../../../packages/client/src/client.ts'
import { nodePlatform } from '../../../../packages/client/src/platform/node.ts'
import type { CallParty, CallState, Client } from '../../../../packages/client/src/types.ts'
import { password } from '../person.ts'
import type { Server } from '../server.ts'
import type { CrowdEngines, CrowdPage } from './seats.ts'
import { openSite, type Site } from './site.ts'

/** What a device says to keep its place in a call (ms). */
const ALIVE = 10_000

const media = { audio: true, video: true, screen: false, hand: false }

/** Somebody with an account and an engine of his own in this process. */
interface Member {
  readonly name: string
  readonly nickname: string
  readonly user: UserId
  readonly client: Client
  /** The call that he is in. */
  call: CallState | null
  alive: ReturnType<typeof setInterval> | undefined
}

interface Options {
  browser: Browser
  server: Server
  names: readonly string[]
  /** Whom they know to be in the call, and send to; nobody said: all. */
  knows?: (user: UserId) => boolean
}

/**
 * People whose faces nobody needs to see: real members with engines in this process, in the call as the server has it,
 * while one page sends pictures and voices for all of them, sealed by the product's own code.
 */
export class Crowd {
  readonly members: readonly Member[]
  readonly #page: Page
  readonly #site: Site
  readonly #knows: (user: UserId) => boolean

  private constructor(members: readonly Member[], page: Page, site: Site, knows: (user: UserId) => boolean) {
    this.members = members
    this.#page = page
    this.#site = site
    this.#knows = knows
  }

  static async gather({ browser, server, names, knows = () => true }: Options): Promise<Crowd> {
    const site = await openSite(import.meta.dirname)
    const page = await browser.newPage()
    const members: Member[] = []
    for (const name of names) members.push(await arrive(server, name))
    const crowd = new Crowd(members, page, site, knows)
    await crowd.#open()
    return crowd
  }

  /** These come into the call that runs in their chat. */
  async join(seats: Iterable<number> = this.members.keys()): Promise<void> {
    for (const seat of seats) await this.#join(seat)
  }

  async react(seat: number, emoji: string): Promise<void> {
    await this.#ask('react', seat, emoji)
  }

  async raiseHand(seat: number): Promise<void> {
    const { client, call } = this.#at(seat)
    if (call) await client.calls.media(call.id, { ...media, hand: true })
  }

  async leave(seat: number): Promise<void> {
    const member = this.#at(seat)
    const { client, call } = member
    clearInterval(member.alive)
    member.call = null
    await this.#ask('leave', seat)
    if (call) await client.calls.leave(call.id)
  }

  async remove(): Promise<void> {
    for (const member of this.members) {
      clearInterval(member.alive)
      // Nothing more is passed on to the page, which goes.
      member.call = null
      await member.client.close()
    }
    await this.#page.close()
    await this.#site.close()
  }

  async #open(): Promise<void> {
    const engines: CrowdEngines = {
      crowdWay: (seat) => {
        const { client, call } = this.#at(seat)
        if (!call) throw new Error('in no call')
        return client.calls.sfu(call.id)
      },
      crowdKeys: async (seat, senders, index) => {
        const { client, call } = this.#at(seat)
        if (!call) throw new Error('in no call')
        const { epoch, keys } = await client.calls.frameKeys(call.id, senders, index)
        return { epoch, keys: keys.map((key) => [...key]) }
      },
    }
    for (const [name, answer] of Object.entries(engines)) await this.#page.exposeFunction(name, answer)
    await this.#page.goto(this.#site.url)
  }

  async #join(seat: number): Promise<void> {
    const member = this.#at(seat)
    const { client, user } = member
    const live = await running(client)
    const call = await client.calls.join({ call: live.id, media })
    member.call = call
    member.alive = setInterval(() => void client.calls.alive(call.id), ALIVE)
    const mine = call.devices.find((one) => one.user === user)
    if (!mine) throw new Error(`${member.name} is not in the call`)
    const { device, connEpoch } = mine
    await this.#ask('enter', seat, { user, device, connEpoch } satisfies CallParty)
    await this.#follow(seat, call)
    // One after the other: a machine that tests has little to spare.
    while ((await this.#ask('connected', seat)) === 0) await pause(100)
    await client.subscribe((event) => {
      if (!member.call) return
      if (event.type === 'call' && event.call.id === call.id) void this.#follow(seat, event.call)
      if (event.type === 'call_keys' && event.call === call.id) void this.#ask('rekey', seat)
    })
  }

  async #follow(seat: number, state: CallState): Promise<void> {
    const known = state.devices.filter(({ user }) => this.#knows(user))
    await this.#ask('follow', seat, known, state.departures)
  }

  #ask(verb: keyof CrowdPage, ...args: unknown[]): Promise<unknown> {
    return this.#page.evaluate(
      ({ verb, args }) => {
        const { crowd } = window as unknown as { crowd: Record<string, (...args: unknown[]) => unknown> }
        return crowd[verb]?.(...args)
      },
      { verb, args },
    )
  }

  #at(seat: number): Member {
    const member = this.members[seat]
    if (!member) throw new Error(`nobody in seat ${seat}`)
    return member
  }
}

async function arrive(server: Server, name: string): Promise<Member> {
  const email = `${name.toLowerCase()}@example.org`
  const report = (error: unknown) => console.error(name, error)
  const client = await createClient({
    baseUrl: server.url,
    platform: nodePlatform({ report }),
    deviceName: path.basename(import.meta.filename),
  })
  await client.auth.signUp({ name, email, password, locale: 'en' })
  const { session } = await client.auth.confirm({ code: await server.code(email) })
  return { name, nickname: session.nickname, user: session.user, client, call: null, alive: undefined }
}

/** The call that runs in a chat of his; waits for it. */
async function running(client: Client): Promise<CallState> {
  for (let tries = 0; tries < 200; tries++) {
    const [live] = await client.calls.live()
    if (live) return live
    await pause(100)
  }
  throw new Error('no call runs')
}
