const words = (text: string) => text.split(' ')

/** The emoji that people use most, in the order of the usual keyboards. */
export const emojiGroups = [
  {
    name: 'faces',
    symbols: words(
      '😀 😃 😄 😁 😆 😅 😂 🤣 🙂 😉 😊 😇 🥰 😍 🤩 😘 😋 😜 🤪 🤗 🤭 🤫 🤔 🤐 😐 😏 🙄 😬 😌 😔 😴 😷 🤒 🤧 🥵 🥶 🤯 🥳 😎 🤓 😕 😟 😮 😲 🥺 😢 😭 😱 😤 😡 🤬 💀 💩 🤡 👻 👽 🤖',
    ),
  },
  {
    name: 'hands',
    symbols: words('👍 👎 👌 ✌️ 🤞 🤟 🤘 👈 👉 👆 👇 ☝️ 👋 🤚 🖐️ ✋ 👏 🙌 🫶 🤝 🙏 💪 🫡 🤷 🤦 🙋 🏃 💃 👀 👶 👨‍👩‍👧 👑'),
  },
  {
    name: 'hearts',
    symbols: words('❤️ 🧡 💛 💚 💙 💜 🖤 🤍 🤎 💔 ❤️‍🔥 💕 💖 💯 💥 ✨ 🔥 ⭐ 🌟 🎉 🎊 🎁 🎂 🏆 ✅ ❌ ❓ ❗ ⚡ 💤'),
  },
  {
    name: 'nature',
    symbols: words(
      '🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🐯 🦁 🐸 🐵 🐔 🐧 🐦 🦉 🦄 🐝 🦋 🐢 🐟 🐳 🌱 🌲 🌸 🌹 🌻 🍀 🍁 🌍 🌙 ☀️ ⛅ 🌧️ ❄️ 🌈 🌊 🏔️',
    ),
  },
  {
    name: 'food',
    symbols: words(
      '🍏 🍌 🍉 🍇 🍓 🍒 🍑 🍍 🥑 🍅 🥕 🌽 🥐 🍞 🧀 🥚 🥞 🍔 🍟 🍕 🌮 🍣 🍜 🥟 🍦 🍰 🍫 🍿 ☕ 🍵 🍺 🍷 🥂',
    ),
  },
  {
    name: 'things',
    symbols: words(
      '⚽ 🏀 🎾 🏓 ⛸️ 🎿 🚲 🚗 🚌 🚆 ✈️ 🚀 ⛵ 🏠 🏖️ ⛺ 🎒 🗺️ ⏰ 📱 💻 📷 🎬 🎧 🎸 🎮 🎨 📚 ✏️ 📌 🔑 🔒 💡 💰 🧦 👟 🎈',
    ),
  },
]

const key = 'soroka.emoji'
const kept = 16

/** What this browser picked last; emoji say little, and sign-out of the engine leaves them alone. */
export function recentEmoji(): string[] {
  return (localStorage.getItem(key) ?? '').split(' ').filter(Boolean)
}

export function rememberEmoji(symbol: string): void {
  localStorage.setItem(key, [symbol, ...recentEmoji().filter((other) => other !== symbol)].slice(0, kept).join(' '))
}
