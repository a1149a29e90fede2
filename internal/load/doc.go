// Command load measures bayline's live path beside five others that people would take instead: a centrifuge node, a
// hub on gws, an embedded nats-server over websocket, a plain hub on gorilla/websocket, and socket.io on Node.
//
// It is a module of its own, so that the others stay out of bayline's. Every server runs in a process of its own, one
// at a time on the same cores, in rounds whose order rotates; the screens are one and the same client for all of them,
// which reads raw websocket frames and looks for one marker. A changed room is one message of the same size everywhere.
//
//	A chain     3,000 screens in 750 rooms, every room changes once a second, 600 bytes
//	B hot board 1,000 screens in one room, 20 changes a second, 2 KB
//	C idle      10,000 screens and no change
//	D churn     1,000 screens stay, 100 others a second leave and come back
//	E recovery  2,000 screens are cut off at once, every room changes, all come back at once
//	F cycles    10,000 connections one after the other, bayline alone: what is left behind
//	G full path bayline serve with PostgreSQL and Redis: commands over HTTP to 2,000 screens of 500 shops
package main
