/** Destroys segments 1 to 80 of a folder, to be killed while it does. `node destroy-many.js FOLDER` */

import { destroySegment } from '../../device/spool/destroy-segment.js'

const [, , folder = ''] = process.argv
for (let segment = 1; segment <= 80; segment++) await destroySegment(folder, segment)
