import { body, feet, group, head, line, shape, sticker, tail, wing } from './bird.ts'
import { beak, blush, brows, eyes, star, tear } from './face.ts'
import { beat, bird, blink, hop, sway, turn } from './motion.ts'
import { heart, moon, nightcap, puff, question, zzz } from './props.ts'

/** What a magpie feels. */
export const moods = {
  love: () =>
    sticker(
      bird(eyes.hearts() + beak.open(-14) + blush(), [62, 62], ['w', 'w']) +
        heart(84, 120, 0.6, 'b') +
        heart(436, 96, 0.8, 'b'),
      beat + sway('w', '0 0', 0, 16, '.8s'),
    ),
  laugh: () =>
    sticker(
      group(bird(eyes.tight() + beak.open(16) + blush() + tear(112, 176) + tear(400, 176), [-30, -30]), { move: 'j' }),
      turn('j', '256px 440px', '0%,100%{transform:rotate(-3deg)}50%{transform:rotate(3deg) translateY(-7px)}', '.45s'),
    ),
  cry: () =>
    sticker(
      tail() +
        feet() +
        shape(
          'M60 462C60 436 130 428 256 428 382 428 452 436 452 462 452 488 370 494 256 494 142 494 60 488 60 462Z',
          '#8FD3F4',
        ) +
        body() +
        wing('left', 8) +
        wing('right', 8) +
        head(brows.sad() + eyes.open({ dy: 6, size: 1.02 }) + beak.sad() + blush() + tear(182, 226) + tear(330, 226)),
      turn(
        't',
        '0 0',
        '0%{transform:translateY(-10px);opacity:0}25%{opacity:1}100%{transform:translateY(120px);opacity:0}',
        '1.3s',
      ).replace('ease-in-out', 'ease-in'),
    ),
  angry: () =>
    sticker(
      bird(eyes.open({ dy: 4 }) + brows.angry() + beak.sad(), [-42, -42]) +
        puff(76, 112, 0.9, 'f') +
        puff(440, 112, 0.9, 'f'),
      turn('f', '0 0', '0%,100%{transform:scale(.8)}50%{transform:scale(1.15)}', '.8s'),
    ),
  sleep: () =>
    sticker(
      group(bird(eyes.asleep() + beak.closed() + blush(), [-6, -6]), { move: 'j' }) + zzz(),
      turn('j', '256px 446px', '0%,100%{transform:scale(1)}50%{transform:scale(1.02,.975)}', '2.6s') +
        '.z{animation:z 2.6s ease-in-out infinite}.z0{animation-delay:.5s}.z2{animation-delay:-.4s}@keyframes z{0%,100%{opacity:.25;transform:translateY(6px)}50%{opacity:1;transform:none}}',
    ),
  think: () =>
    sticker(
      tail() +
        feet() +
        body() +
        wing('left', 4) +
        head(brows.one() + eyes.open({ dx: 9, dy: -9 }) + beak.closed()) +
        wing('right', -106, '', 0.86) +
        question(430, 110),
      turn('b', '0 10px', '0%,100%{transform:rotate(-7deg)}50%{transform:rotate(9deg)}', '1.8s'),
    ),
  wow: () =>
    sticker(
      group(bird(brows.up() + eyes.open({ size: 1.16 }) + beak.round(), [96, 96], ['w', 'w']), { move: 'j' }) +
        line('M92 92 62 62M120 56 108 20M420 92 450 62M392 56 404 20', '#F4B73F', 13),
      sway('w', '0 0', -5, 9, '.4s') + hop('j', 8, '.8s'),
    ),
  night: () =>
    sticker(
      bird(eyes.asleep() + beak.closed() + blush(), [-10, 62]) +
        nightcap() +
        moon(76, 110, 0.9) +
        star(144, 44, 0.62) +
        star(42, 218, 0.5),
      turn('k', '0 0', '0%,100%{opacity:1}50%{opacity:.3}', '1.9s'),
    ),
  secret: () =>
    sticker(
      tail() +
        feet() +
        body() +
        wing('left', 6) +
        head(brows.up() + eyes.open({ dx: -12 }) + beak.kiss()) +
        wing('right', -128, '', 0.9),
      blink,
    ),
  cool: () =>
    sticker(
      bird(eyes.shades() + beak.smile(), [-44, 60]) + star(420, 92, 0.9) + star(452, 160, 0.5),
      turn('k', '0 0', '0%,100%{opacity:1}50%{opacity:.35}', '1.4s'),
    ),
  sorry: () =>
    sticker(
      tail() +
        feet() +
        body() +
        head(brows.sad() + eyes.open({ dy: -4, size: 1.16 }) + beak.sad() + blush()) +
        wing('left', -52) +
        wing('right', -52),
      blink,
    ),
  bored: () => sticker(bird(eyes.bored(9) + beak.closed(), [-6, -6])),
}
