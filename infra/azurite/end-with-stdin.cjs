// Ends the program when whoever started it closes its standard input or dies: SIGTERM, so that everything is written down first.
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
