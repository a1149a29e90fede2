// Package live brings a changing view to many screens at once: protocol
// bayline.v1 over websockets, with plain polling for browsers that cannot hold
// a socket. It knows nothing of workshops; it moves keyed JSON values.
//
// A view (one shop, one screen, its parameters) is served by one feed. The feed
// asks its Source for a Picture, compares it with the last one and numbers every
// difference: an epoch names one unbroken life of the feed, rev counts 1, 2, 3 ...
// within it. Everything a screen needs is encoded once and shared by all its
// watchers.
//
// Frames from the server, JSON text:
//
//	snap  {t,v,shop,view,params,epoch,rev,seq,at,now,rate,age,hb,build,set}  replaces everything
//	patch {t,epoch,from,to,seq,at,set,del}                   applies only if from == rev
//	hb    {t,epoch,rev,seq,at,now,rate,age}                  every few seconds: alive, and the time
//	bye   {t,retry_ms}                                       come back after this many milliseconds
//
// at is the shop time of the picture and now the shop time of the frame, both in
// milliseconds since 1970; rate is how fast the shop clock runs (1 in real life,
// more in a simulation); age is how many real milliseconds ago the server last
// knew its data to equal the journal; seq is the journal position the picture
// was computed from. A patch may span several revs: from is the rev the screen
// has, to the newest.
//
// Frames from a screen: {"t":"resync"} asks for a snapshot, {"t":"pong"} says it
// lives. A screen that comes back may name what it holds in the address
// (epoch, rev, seq): it then gets only the difference, and is never shown a
// picture older than the one it has.
//
// A screen never has a queue. It has one number, the rev it was last given;
// its writer takes the newest difference whenever the socket is ready for more.
// A slow screen therefore skips ahead by itself and costs no memory.
package live
