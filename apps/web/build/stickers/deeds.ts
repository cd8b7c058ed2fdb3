import { body, feet, group, head, line, sticker, tail, wing } from './bird.ts'
import { beak, blush, brows, eyes } from './face.ts'
import { badge, beat, bird, blink, hop, low, sway, turn } from './motion.ts'
import { bag, cake, cup, heart, laptop, letter, partyHat, puff, scraps, speed, steam } from './props.ts'

/** What a magpie says and does. */
export const deeds = {
  hello: () =>
    sticker(
      tail() +
        feet() +
        body() +
        wing('left', 14) +
        head(eyes.open() + beak.smile() + blush()) +
        wing('right', 112, 'w'),
      blink + sway('w', '0 0', -12, 16, '.7s'),
    ),
  thanks: () =>
    sticker(
      tail() +
        feet() +
        body() +
        head(eyes.happy() + beak.smile() + blush()) +
        wing('left', -46) +
        wing('right', -46) +
        heart(256, 352, 0.92, 'b'),
      beat,
    ),
  ok: () =>
    sticker(bird(eyes.wink() + beak.smile() + blush(), [-40, 112]) + badge('#12925F', 'M-26 2-8 22 28-20'), beat),
  no: () =>
    sticker(
      tail() +
        feet() +
        body() +
        group(head(eyes.asleep() + brows.sad() + beak.sad()), { move: 'j' }) +
        wing('left', -58) +
        wing('right', -58) +
        badge('#C9373A', 'M-20-20 20 20M20-20-20 20'),
      turn('j', '256px 280px', '0%,100%{transform:rotate(-6deg)}50%{transform:rotate(6deg)}', '1s'),
    ),
  party: () =>
    sticker(
      group(group(bird(eyes.happy() + beak.open() + blush(), [118, 118], ['w', 'w']) + partyHat(), { move: 'j' }), {
        at: low,
      }),
      hop('j', 16, '.6s') +
        sway('w', '0 0', -10, 12, '.6s') +
        turn('q', '0 0', '0%{opacity:1}50%{opacity:.35}100%{opacity:1}', '1.2s'),
      scraps('q'),
    ),
  coffee: () =>
    sticker(
      tail() +
        feet() +
        body() +
        head(eyes.asleep() + beak.smile() + blush()) +
        wing('left', -22) +
        wing('right', -22) +
        cup(256, 360) +
        steam(256, 306),
      turn('f', '0 0', '0%,100%{opacity:.4;transform:translateY(4px)}50%{opacity:1;transform:translateY(-4px)}', '2s'),
    ),
  work: () =>
    sticker(
      tail(14) +
        feet() +
        body() +
        head(
          eyes.open({ dy: 12 }) +
            beak.closed() +
            line(
              'M162 168A44 46 0 1 1 250 168 44 46 0 1 1 162 168M262 168A44 46 0 1 1 350 168 44 46 0 1 1 262 168M250 162C254 158 258 158 262 162',
              '#8EE3E4',
              8,
            ),
        ) +
        wing('left', 16, 'w') +
        wing('right', 16, 'x') +
        laptop(),
      blink + sway('w', '0 0', -4, 5, '.34s') + sway('x', '0 0', 5, -4, '.34s'),
    ),
  hug: () =>
    sticker(
      bird(eyes.happy() + beak.smile() + blush(), [84, 84], ['w', 'w']) + heart(256, 366, 0.7, 'b'),
      beat + sway('w', '0 0', -7, 10, '1.1s'),
    ),
  going: () =>
    sticker(
      group(
        tail(-8) +
          feet() +
          body() +
          wing('left', 64, 'w') +
          bag() +
          wing('right', 12) +
          head(eyes.open({ dx: 8 }) + beak.smile() + blush()),
        { at: 'rotate(7 256 440)', move: 'j' },
      ) + speed(),
      hop('j', 14, '.5s') +
        sway('w', '0 0', -14, 14, '.5s') +
        '.v{animation:v .5s linear infinite}@keyframes v{0%{opacity:1;transform:translateX(26px)}100%{opacity:0;transform:translateX(-18px)}}',
    ),
  bye: () =>
    sticker(
      group(
        tail() +
          feet() +
          body() +
          wing('right', 20) +
          head(eyes.wink() + beak.open(-18) + blush()) +
          wing('left', 114, 'w'),
        { at: 'rotate(-5 256 440)' },
      ) +
        puff(438, 420, 0.9) +
        puff(470, 360, 0.55),
      sway('w', '0 0', -16, 14, '.6s'),
    ),
  news: () =>
    sticker(
      group(bird(eyes.open({ dx: 3 }) + beak.closed() + blush(), [112, 112], ['w', 'w']) + letter(256, 286, -5), {
        move: 'j',
      }),
      blink + sway('w', '0 0', -16, 16, '.5s') + hop('j', 12, '1s'),
    ),
  cake: () =>
    sticker(
      group(bird(eyes.happy() + beak.smile() + blush(), [26, 26]) + partyHat() + cake(), { at: low }),
      turn('c', '256px 272px', '0%,100%{transform:scale(1)}50%{transform:scale(.86,1.12)}', '.5s'),
    ),
}
