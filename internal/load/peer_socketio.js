// A socket.io server under the orders of the load command: see runServer in server.go for the orders.
'use strict'
const http = require('http')
const readline = require('readline')
const { Server } = require('socket.io')

const [host, port] = process.argv[2].split(':')
const heartbeat = Number(process.argv[3])
const silence = Number(process.argv[4])
const marker = 'load'
const history = 4

const server = http.createServer()
const io = new Server(server, { transports: ['websocket'], serveClient: false, pingInterval: heartbeat, pingTimeout: silence })
let rooms = []
let size = 0

// Unix nanoseconds as text: more digits than a number holds.
const zero = BigInt(Math.round(performance.timeOrigin * 1e3)) * 1000n + BigInt(Math.round(performance.now() * 1e6)) - process.hrtime.bigint()
function now () { return String(zero + process.hrtime.bigint()) }

function change (i) {
  const r = rooms[i]
  r.n++
  r.times = [now(), ...r.times].slice(0, history)
  const head = r.n + ' ' + r.times.join(' ')
  r.state = { [marker]: head, pad: 'x'.repeat(Math.max(0, size - head.length - 20)) }
}

function tell (i) { io.to('r' + i).emit('s', rooms[i].state) }

io.on('connection', (socket) => {
  const name = socket.handshake.query.room
  socket.conn.request = null // as its documentation advises, for less memory
  socket.join(name)
  socket.emit('s', rooms[Number(name.slice(1))].state)
})

let publishing = null
function publish (rate) {
  const pause = 1e9 / rate / rooms.length
  const began = process.hrtime.bigint()
  let count = 0
  let timer = null
  const step = () => {
    const due = Number(process.hrtime.bigint() - began) / pause
    for (; count <= due; count++) {
      change(count % rooms.length)
      tell(count % rooms.length)
    }
    timer = setTimeout(step, Math.max(0, (count - due) * pause / 1e6))
  }
  step()
  publishing = () => { clearTimeout(timer); return count }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const words = line.split(' ')
  let answer = 'ok'
  switch (words[0]) {
    case 'rooms':
      size = Number(words[2])
      rooms = Array.from({ length: Number(words[1]) }, () => ({ n: 0, times: Array(history).fill('0'), state: null }))
      for (let i = 0; i < rooms.length; i++) change(i)
      break
    case 'publish': publish(Number(words[1])); break
    case 'rest': answer = String(publishing()); break
    case 'bump': for (let i = 0; i < rooms.length; i++) { change(i); tell(i) } break
  }
  console.log(answer)
}).on('close', () => process.exit(0))

server.listen({ host, port: Number(port), backlog: 4096 }, () => console.log('ready'))
